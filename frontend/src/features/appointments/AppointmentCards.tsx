import { cx } from "@/lib/cx";
import type { AppointmentRowsProps } from "./AppointmentTable";
import { OriginBadge, PendingList, StatusBadge } from "./Badges";
import { rowCodes } from "./pending";
import { PushBadge } from "./sides/PushBadge";
import { When } from "./When";

/** One card an appointment: the list on a phone, in columns where there is room. */
export function AppointmentCards({ items, recent, onOpen }: AppointmentRowsProps) {
  return (
    <ul aria-label="Agendamentos" className="grid overflow-hidden rounded-b-lg md:grid-cols-2 xl:grid-cols-3">
      {items.map((item) => (
        <li
          key={item.id}
          data-recent={recent.has(item.id) || undefined}
          className={cx(
            "relative flex flex-col gap-2 border-b border-line p-4 md:border-r",
            recent.has(item.id) && "animate-flash",
          )}
        >
          <div className="flex items-start justify-between gap-3">
            <When appointment={item} />
            <StatusBadge status={item.status} />
          </div>
          <button
            type="button"
            onClick={() => onOpen(item.id)}
            className="text-left text-base font-semibold after:absolute after:inset-0"
          >
            {item.nome_paciente}
          </button>
          <div className="flex items-center justify-between gap-3 text-muted">
            <span>
              {item.nome_unidade} · {item.nome_marca}
            </span>
            <span className="flex flex-wrap items-center justify-end gap-1.5">
              <PushBadge push={item.envio} />
              <OriginBadge origin={item.origem} />
            </span>
          </div>
          <PendingList codes={rowCodes(item)} />
        </li>
      ))}
    </ul>
  );
}
