import { type ReactNode, useId } from "react";
import { cx } from "@/lib/cx";

export type Fact = { label: string; value: ReactNode };
type FactsProps = { title: string; facts: readonly Fact[]; recent?: ReadonlySet<string> };

/** A titled group of label and value; what is absent says so. Those whose label is `recent` are highlighted for a moment. */
export function Facts({ title, facts, recent }: FactsProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-b border-line py-4 first:pt-0 last:border-0">
      <h3 id={id} className="mb-2 font-bold">
        {title}
      </h3>
      <dl className="grid grid-cols-[minmax(8rem,2fr)_3fr] gap-x-4 gap-y-1.5">
        {facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd
              data-recent={recent?.has(label) || undefined}
              className={cx(
                "min-w-0 rounded-sm break-words whitespace-pre-line",
                recent?.has(label) && "animate-flash",
              )}
            >
              {value || <span className="text-muted">não informado</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
