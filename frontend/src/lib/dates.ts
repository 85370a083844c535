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

function nextDay(date: string): string {
  const day = new Date(`${date}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** `hoje` or `amanhã` where a local date is that in `zone`, else null. */
export function nearDay(date: string, zone: string, now: Date = new Date()): "hoje" | "amanhã" | null {
  const today = localDay(now, zone);
  if (date === today) return "hoje";
  return date === nextDay(today) ? "amanhã" : null;
}

/** The instants (ISO, UTC) that bound local days in the browser's zone, the last day included. */
export function dayBounds(from?: string, to?: string): { from?: string; to?: string } {
  return {
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}
