import type { Appointment } from "@/api/models";
import { formatLocalDate, nearDay, weekdayOf } from "@/lib/dates";

type WhenProps = { appointment: Pick<Appointment, "data_agendamento" | "hora_agendamento" | "fuso"> };

/** Date and hour as they are at the unit; the browser's zone plays no part. */
export function When({ appointment }: WhenProps) {
  const { data_agendamento: date, hora_agendamento: hour, fuso } = appointment;
  if (!date) return <span className="text-muted">Sem data</span>;
  return (
    <span className="block whitespace-nowrap tabular-nums">
      <span className="font-semibold">{formatLocalDate(date)}</span>
      <span className="text-muted"> · </span>
      <span className={hour ? "font-semibold" : "text-muted"}>{hour ?? "sem hora"}</span>
      <span className="block text-xs text-muted">{nearDay(date, fuso) ?? weekdayOf(date)}</span>
    </span>
  );
}
