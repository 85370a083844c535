import type { ReactNode } from "react";
import { messageOf } from "@/api/problem";
import { DayPicker } from "@/components/ui/DayPicker";
import { ErrorMessage } from "@/components/ui/Message";
import { Segmented } from "@/components/ui/Segmented";
import { Skeleton } from "@/components/ui/Skeleton";
import { cx } from "@/lib/cx";
import { addDays, BROWSER_ZONE, formatLocalDate, localDay, longDate, weekStart } from "@/lib/dates";
import { useMediaQuery } from "@/lib/hooks";
import type { ListFilters, Span } from "../filters";
import { RecentChanges } from "../live/RecentChanges";
import { useDays } from "../queries";
import { DayGrid } from "./DayGrid";
import { onDay } from "./hours";
import { WeekGrid } from "./WeekGrid";

type CalendarProps = {
  filters: ListFilters;
  search: string;
  onChange: (filters: Partial<ListFilters>) => void;
  onOpen: (id: string) => void;
  /** What stands beside the title: the way to the other views. */
  children: ReactNode;
};

const SPANS = [
  { value: "week", label: "Semana" },
  { value: "day", label: "Dia" },
] as const;

/** The days in sight: the chosen one, or its week from Monday. */
function useShownDays({ day, span }: ListFilters) {
  const isWide = useMediaQuery("(min-width: 64rem)");
  const today = localDay(new Date(), BROWSER_ZONE);
  const chosen = day ?? today;
  const isWeek = isWide && span === "week";
  const days = isWeek ? Array.from({ length: 7 }, (_, n) => addDays(weekStart(chosen), n)) : [chosen];
  return { isWide, isWeek, today, chosen, days, first: days[0] ?? chosen, last: days.at(-1) ?? chosen };
}

/** The visits of a day or a week at the hours of their units' clocks. */
export function Calendar({ filters, search, onChange, onOpen, children }: CalendarProps) {
  const { isWide, isWeek, today, chosen, days, first, last } = useShownDays(filters);
  const { data, error, isPlaceholderData, refetch } = useDays(filters, search, first, last);
  const title = isWeek ? `${formatLocalDate(first)} a ${formatLocalDate(last)}` : longDate(chosen);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-b border-line p-3">
        <h2 className="mr-auto px-1 text-base font-bold first-letter:uppercase">{title}</h2>
        {children}
        {isWide && (
          <Segmented<Span>
            label="Período"
            segments={SPANS}
            value={filters.span}
            onChange={(span) => onChange({ span })}
          />
        )}
        <DayPicker day={chosen} step={isWeek ? 7 : 1} today={today} onDay={(day) => onChange({ day })} />
      </div>
      {!data && error && <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <div aria-busy={isPlaceholderData} className={cx(isPlaceholderData && "opacity-60")}>
          <RecentChanges
            listKey={JSON.stringify([filters, search, first, last])}
            items={isPlaceholderData ? undefined : data.items}
          >
            {isWeek ? (
              <WeekGrid
                days={days}
                today={today}
                items={data.items}
                onOpen={onOpen}
                onDay={(day) => onChange({ day, span: "day" })}
              />
            ) : (
              <DayGrid items={onDay(data.items, chosen)} onOpen={onOpen} />
            )}
          </RecentChanges>
          <p className="border-t border-line px-4 py-2 text-xs text-muted">
            Cada visita está na hora da sua unidade.
            {data.total > data.items.length &&
              ` Mostrando ${data.items.length} de ${data.total}: use os filtros para ver as outras.`}
          </p>
        </div>
      )}
    </>
  );
}
