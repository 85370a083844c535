import { GripVertical, TriangleAlert } from "lucide-react";
import type { Appointment } from "@/api/models";
import { cx } from "@/lib/cx";
import { StatusBadge } from "../Badges";
import { useIsRecent } from "../live/RecentChanges";
import { useLogisticsChoices, useLogisticsNames } from "../useLogisticsChoices";

export type VisitCardProps = {
  item: Appointment;
  hasOverlap: boolean;
  onOpen: (id: string) => void;
  onAssign: (item: Appointment, collectorId: string | null) => void;
};

/** Where the collector goes, as far as it is known. */
function placeOf({ endereco_normalizado: parts, endereco_completo: whole }: Appointment): string {
  const short = [parts?.rua, parts?.numero, parts?.bairro].filter(Boolean).join(", ");
  return short || whole || "Sem endereço";
}

function CollectorSelect({ item, onAssign }: Pick<VisitCardProps, "item" | "onAssign">) {
  const choices = useLogisticsChoices("collector_id");
  return (
    <select
      aria-label={`Coletora de ${item.nome_paciente}`}
      className="min-h-9 w-full rounded-sm border border-line-strong bg-surface px-2 text-xs print:hidden"
      value={item.collector_id ?? ""}
      onChange={(event) => onAssign(item, event.target.value || null)}
    >
      <option value="">Sem coletora</option>
      {choices
        .filter(({ id, active }) => active || id === item.collector_id)
        .map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
    </select>
  );
}

/** One visit of the day: dragged to a collector, or assigned by the choice on it. */
export function VisitCard({ item, hasOverlap, onOpen, onAssign }: VisitCardProps) {
  const nameOf = useLogisticsNames();
  const isRecent = useIsRecent(item.id);
  const crew = [nameOf("driver_id", item.driver_id), nameOf("car_id", item.car_id)].filter(Boolean);
  return (
    <li
      draggable
      onDragStart={(event) => event.dataTransfer.setData("text/plain", item.id)}
      data-recent={isRecent || undefined}
      className={cx(
        "flex flex-col gap-1.5 rounded-md border border-line bg-surface p-3 shadow-card print:break-inside-avoid",
        isRecent && "animate-flash",
      )}
    >
      <div className="flex items-center gap-2">
        <GripVertical aria-hidden="true" className="-ml-1 size-4 cursor-grab text-line-strong print:hidden" />
        <span className="text-base font-bold tabular-nums">{item.hora_agendamento ?? "Sem hora"}</span>
        <span className="ml-auto">
          <StatusBadge status={item.status} />
        </span>
      </div>
      <button
        type="button"
        onClick={() => onOpen(item.id)}
        className="text-left font-semibold hover:underline"
      >
        {item.nome_paciente}
      </button>
      <p className="text-xs text-muted">{item.nome_unidade}</p>
      <p className="text-xs break-words">{placeOf(item)}</p>
      {crew.length > 0 && <p className="text-xs text-muted">{crew.join(" · ")}</p>}
      {hasOverlap && (
        <p className="flex items-center gap-1 text-xs font-semibold text-attention-ink">
          <TriangleAlert aria-hidden="true" className="size-3.5" />
          Horário sobreposto
        </p>
      )}
      <CollectorSelect item={item} onAssign={onAssign} />
    </li>
  );
}
