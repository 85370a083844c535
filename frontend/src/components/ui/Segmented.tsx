import type { LucideIcon } from "lucide-react";
import { cx } from "@/lib/cx";

export type Segment<T extends string> = { value: T; label: string; icon?: LucideIcon };

type SegmentedProps<T extends string> = {
  label: string;
  segments: ReadonlyArray<Segment<T>>;
  value: T;
  onChange: (value: T) => void;
};

/** A choice of one among a few that are all in sight. */
export function Segmented<T extends string>({ label, segments, value, onChange }: SegmentedProps<T>) {
  return (
    <fieldset className="inline-flex shrink-0 rounded-sm border border-line bg-surface p-0.5">
      <legend className="sr-only">{label}</legend>
      {segments.map(({ value: own, label: text, icon: Icon }) => (
        <button
          key={own}
          type="button"
          aria-pressed={own === value}
          onClick={() => onChange(own)}
          className={cx(
            "inline-flex min-h-9 items-center gap-1.5 rounded-sm px-3 font-semibold",
            own === value ? "bg-brand-soft text-brand-strong" : "text-muted hover:text-ink",
          )}
        >
          {Icon && <Icon aria-hidden="true" className="size-4" />}
          {text}
        </button>
      ))}
    </fieldset>
  );
}
