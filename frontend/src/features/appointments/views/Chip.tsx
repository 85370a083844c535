import type { Appointment } from "@/api/models";
import { TONES } from "@/components/ui/Badge";
import { cx } from "@/lib/cx";
import { useIsRecent } from "../live/RecentChanges";
import { STATUSES } from "../statuses";

type ChipProps = { item: Appointment; onOpen: (id: string) => void; roomy?: boolean };

/** One visit in the calendar: time, name and the status's sign; `roomy` adds the unit and the status's word. */
export function Chip({ item, onOpen, roomy }: ChipProps) {
  const { icon: Icon, tone } = STATUSES[item.status];
  const isRecent = useIsRecent(item.id);
  const isCancelled = item.status === "Cancelado";
  return (
    <button
      type="button"
      title={`${item.nome_unidade} · ${item.nome_marca}`}
      onClick={() => onOpen(item.id)}
      data-recent={isRecent || undefined}
      className={cx(
        "flex w-full min-w-0 items-start gap-1.5 rounded-sm px-2 text-left",
        roomy ? "min-h-10 py-2" : "py-1 text-xs",
        TONES[tone],
        isRecent && "animate-flash",
      )}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 flex-1">
        <span className={cx("block truncate font-semibold", isCancelled && "line-through")}>
          {item.hora_agendamento && <span className="tabular-nums">{item.hora_agendamento} </span>}
          {item.nome_paciente}
        </span>
        <span className={roomy ? "block truncate text-xs" : "sr-only"}>
          {" "}
          {item.nome_unidade} · {item.status}
        </span>
      </span>
    </button>
  );
}
