import { formatLocalDate } from "@/lib/dates";
import { Button } from "./Button";
import { Field } from "./Field";
import { FilterPopover } from "./FilterPopover";

/** Local dates, `YYYY-MM-DD`, both included; either may be open. */
export type Period = { from?: string | undefined; to?: string | undefined };

function summaryOf({ from, to }: Period): string | undefined {
  if (from && to) return `${formatLocalDate(from)} a ${formatLocalDate(to)}`;
  if (from) return `desde ${formatLocalDate(from)}`;
  return to && `até ${formatLocalDate(to)}`;
}

export function PeriodFilter({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const reversed = Boolean(period.from && period.to && period.from > period.to);
  return (
    <FilterPopover label="Período" summary={summaryOf(period)}>
      <div className="flex flex-col gap-3 p-2">
        <Field
          type="date"
          label="De"
          value={period.from ?? ""}
          onChange={(event) => onChange({ ...period, from: event.target.value || undefined })}
        />
        <Field
          type="date"
          label="Até"
          value={period.to ?? ""}
          error={reversed ? "Termina antes de começar." : undefined}
          onChange={(event) => onChange({ ...period, to: event.target.value || undefined })}
        />
        <Button onClick={() => onChange({})}>Qualquer data</Button>
      </div>
    </FilterPopover>
  );
}
