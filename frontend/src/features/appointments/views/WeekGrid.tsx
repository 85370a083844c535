import type { Appointment } from "@/api/models";
import { cx } from "@/lib/cx";
import { formatLocalDate, weekdayOf } from "@/lib/dates";
import { Chip } from "./Chip";
import { atHour, hourLabel, hoursOf, onDay } from "./hours";

type WeekGridProps = {
  days: readonly string[];
  today: string;
  items: readonly Appointment[];
  onOpen: (id: string) => void;
  onDay: (day: string) => void;
};

const SHOWN = 4;

function Cell({
  items,
  day,
  onOpen,
  onDay,
}: Pick<WeekGridProps, "items" | "onOpen" | "onDay"> & { day: string }) {
  const hidden = items.length - SHOWN;
  return (
    <td className="border-l border-line p-1 align-top">
      <ul className="flex flex-col gap-1">
        {items.slice(0, SHOWN).map((item) => (
          <li key={item.id}>
            <Chip item={item} onOpen={onOpen} />
          </li>
        ))}
        {hidden > 0 && (
          <li>
            <button
              type="button"
              aria-label={`Mais ${hidden} em ${formatLocalDate(day)}`}
              onClick={() => onDay(day)}
              className="min-h-7 w-full rounded-sm px-2 text-left text-xs font-semibold text-brand hover:bg-brand-soft"
            >
              + {hidden}
            </button>
          </li>
        )}
      </ul>
    </td>
  );
}

function DayHead({
  day,
  count,
  isToday,
  onDay,
}: {
  day: string;
  count: number;
  isToday: boolean;
  onDay: (day: string) => void;
}) {
  return (
    <th scope="col" className="border-l border-line p-1 font-normal">
      <button
        type="button"
        onClick={() => onDay(day)}
        aria-current={isToday ? "date" : undefined}
        className={cx("w-full rounded-sm px-2 py-1.5 text-left hover:bg-sunken", isToday && "bg-brand-soft")}
      >
        <span className="block text-xs text-muted">{weekdayOf(day)}</span>
        <span className="block font-bold tabular-nums">{formatLocalDate(day).slice(0, 5)}</span>
        <span className="block text-xs text-muted">{count === 1 ? "1 visita" : `${count} visitas`}</span>
      </button>
    </th>
  );
}

/** A week of days by hours. A full hour shows its first four and leads to the day. */
export function WeekGrid({ days, today, items, onOpen, onDay: goTo }: WeekGridProps) {
  const byDay = days.map((day) => ({ day, visits: onDay(items, day) }));
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-4xl table-fixed border-collapse">
        <caption className="sr-only">Semana</caption>
        <thead className="border-b border-line">
          <tr>
            <th scope="col" className="w-16">
              <span className="sr-only">Hora</span>
            </th>
            {byDay.map(({ day, visits }) => (
              <DayHead key={day} day={day} count={visits.length} isToday={day === today} onDay={goTo} />
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {hoursOf(items).map((hour) => (
            <tr key={hour}>
              <th
                scope="row"
                className="px-2 py-2 text-left align-top text-xs font-semibold text-muted tabular-nums"
              >
                {hourLabel(hour)}
              </th>
              {byDay.map(({ day, visits }) => (
                <Cell key={day} day={day} items={atHour(visits, hour)} onOpen={onOpen} onDay={goTo} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
