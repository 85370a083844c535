import type { Appointment } from "@/api/models";

/** The visits of one hour of the units' clocks (`"07"`), or of the day without an hour (`""`). */
export type HourRow = { hour: string; items: Appointment[] };

const hourOf = ({ hora_agendamento: time }: Appointment) => time?.slice(0, 2) ?? "";

/** Which hours anything stands at, in order, those without an hour first. */
export function hoursOf(items: readonly Appointment[]): string[] {
  return [...new Set(items.map(hourOf))].sort();
}

/** What stands at one hour, by time and name: each at its own unit's clock, never moved to another's. */
export function atHour(items: readonly Appointment[], hour: string): Appointment[] {
  const key = (item: Appointment) => `${item.hora_agendamento ?? ""} ${item.nome_paciente}`;
  return items.filter((item) => hourOf(item) === hour).toSorted((a, b) => key(a).localeCompare(key(b)));
}

export function onDay(items: readonly Appointment[], day: string): Appointment[] {
  return items.filter((item) => item.data_agendamento === day);
}

export function hourLabel(hour: string): string {
  return hour ? `${hour}h` : "Sem hora";
}
