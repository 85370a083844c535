import { CalendarX2 } from "lucide-react";
import type { Appointment } from "@/api/models";
import { Message } from "@/components/ui/Message";
import { Chip } from "./Chip";
import { atHour, hourLabel, hoursOf } from "./hours";

type DayGridProps = { items: readonly Appointment[]; onOpen: (id: string) => void };

/** One day, hour by hour; a plain list on a phone. */
export function DayGrid({ items, onOpen }: DayGridProps) {
  if (items.length === 0) return <Message icon={CalendarX2} title="Nenhuma visita neste dia" />;
  return (
    <ol aria-label="Visitas do dia" className="divide-y divide-line">
      {hoursOf(items).map((hour) => (
        <li key={hour} className="flex gap-3 p-3 sm:gap-4 sm:px-4">
          <span className="w-12 shrink-0 pt-2 text-xs font-semibold text-muted tabular-nums">
            {hourLabel(hour)}
          </span>
          <ul className="grid min-w-0 flex-1 grid-cols-[repeat(auto-fill,minmax(min(100%,14rem),1fr))] gap-2">
            {atHour(items, hour).map((item) => (
              <li key={item.id} className="min-w-0">
                <Chip roomy item={item} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
