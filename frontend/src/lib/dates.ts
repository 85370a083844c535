const LOCALE = "pt-BR";
export const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `2026-03-05` → `05/03/2026`, by the text alone: a local date is never moved by the browser's zone. */
export function formatLocalDate(date: string): string {
  const [year, month, day] = date.slice(0, 10).split("-");
  return `${day}/${month}/${year}`;
}

/** Weekday of a local date (`2026-03-05` → `qui.`), whatever the browser's zone. */
export function weekdayOf(date: string): string {
  const noon = new Date(`${date.slice(0, 10)}T12:00:00Z`);
  return new Intl.DateTimeFormat(LOCALE, { weekday: "short", timeZone: "UTC" }).format(noon);
}

/** An instant (ISO, UTC) as `05/03/2026 14:05` in an IANA zone. */
export function formatInstant(iso: string, zone: string = BROWSER_ZONE): string {
  const format = new Intl.DateTimeFormat(LOCALE, {
    timeZone: zone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return format.format(new Date(iso)).replace(", ", " ");
}

/** The calendar day (`YYYY-MM-DD`) that an instant falls on in an IANA zone. */
export function localDay(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(instant);
}

/** The local date `days` after `date` (before it, where negative). */
export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** The Monday on or before a local date. */
export function weekStart(date: string): string {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
}

/** Whether a text is a date as the API writes it, `YYYY-MM-DD`. */
export function isLocalDate(text: string | null | undefined): text is string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && !Number.isNaN(Date.parse(text ?? ""));
}

/** `2026-03-05` → `quinta-feira, 5 de março de 2026`. */
export function longDate(date: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(`${date}T12:00:00Z`),
  );
}

/** The clock time (`HH:MM`) of an instant in an IANA zone. */
export function localTime(instant: Date, zone: string): string {
  const format = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat(LOCALE, format).format(instant);
}

/** `hoje` or `amanhã` where a local date is that in `zone`, else null. */
export function nearDay(date: string, zone: string, now: Date = new Date()): "hoje" | "amanhã" | null {
  const today = localDay(now, zone);
  if (date === today) return "hoje";
  return date === addDays(today, 1) ? "amanhã" : null;
}

/** The instants (ISO, UTC) that bound local days in the browser's zone, the last day included. */
export function dayBounds(from?: string, to?: string): { from?: string; to?: string } {
  return {
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}

/** What a zone's time is called in Brazil: `America/Manaus` → `Horário do Amazonas`. */
export function zoneName(zone: string): string {
  const format = new Intl.DateTimeFormat(LOCALE, { timeZone: zone, timeZoneName: "longGeneric" });
  return format.formatToParts(0).find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

/** By instant and not by text: a whole second is written without its milliseconds. */
export function newestFirst<T extends { at: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
