import { type ReactNode, useId } from "react";
import { Link } from "react-router";
import { Badge } from "@/components/ui/Badge";
import type { Verdict } from "./healthWords";

export type Line = { label: string; value: ReactNode };
type HealthCardProps = { title: string; verdict: Verdict; lines: readonly Line[]; to?: string };

/** One part of the integration: how it is in a word, then in numbers. */
export function HealthCard({ title, verdict, lines, to }: HealthCardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-card"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="font-bold">
          {title}
        </h2>
        <Badge tone={verdict.tone}>{verdict.label}</Badge>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {lines.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {to && (
        <Link to={to} className="mt-auto min-h-6 font-semibold text-brand underline">
          Ver detalhes
        </Link>
      )}
    </section>
  );
}
