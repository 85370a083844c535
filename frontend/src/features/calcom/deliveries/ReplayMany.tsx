import { RotateCcw } from "lucide-react";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Notice } from "@/components/ui/Message";
import { formatLocalDate } from "@/lib/dates";
import { type DeliveryFilters, replayedStates, replayFilters } from "./deliveryFilters";
import { useReplayMany } from "./deliveryQueries";
import { DELIVERY_STATES, triggerLabel } from "./deliveryWords";

type ReplayManyProps = { filters: DeliveryFilters; uid: string };

/** What the replay reaches, in words, one line a condition. */
function conditionsOf({ filters, uid }: ReplayManyProps): string[] {
  const states = replayedStates(filters).map((state) => DELIVERY_STATES[state].label);
  const triggers = filters.trigger.map(triggerLabel);
  return [
    `Situação: ${states.join(" ou ")}`,
    triggers.length > 0 ? `Aviso: ${triggers.join(" ou ")}` : "Aviso: qualquer um",
    ...(uid ? ["Reserva: a que foi buscada"] : []),
    ...(filters.from ? [`Desde ${formatLocalDate(filters.from)}`] : []),
    ...(filters.to ? [`Até ${formatLocalDate(filters.to)}`] : []),
  ];
}

function queuedText(queued: number): string {
  if (queued === 0) return "Nenhuma entrega corresponde ao filtro.";
  return queued === 1 ? "1 entrega voltou para a fila." : `${queued} entregas voltaram para a fila.`;
}

/** Puts all that matches the filters and can be replayed back in the queue, after asking. */
export function ReplayMany({ filters, uid }: ReplayManyProps) {
  const replay = useReplayMany();
  const wanted = replayFilters(filters, uid);
  const trigger = (
    <Button disabled={wanted.length === 0 || replay.isPending}>
      <RotateCcw aria-hidden="true" className="size-4" />
      Reprocessar por filtro
    </Button>
  );
  return (
    <>
      <span role="status" className="text-muted">
        {replay.isSuccess && queuedText(replay.data)}
      </span>
      {replay.isError && <Notice>{messageOf(replay.error)}</Notice>}
      <ConfirmDialog
        trigger={trigger}
        title="Reprocessar estas entregas?"
        confirm="Reprocessar"
        onConfirm={() => replay.mutate(wanted)}
      >
        <p>Todas as que correspondem ao filtro voltam para a fila, também as que não estão nesta página:</p>
        <ul className="list-disc pl-5">
          {conditionsOf({ filters, uid }).map((condition) => (
            <li key={condition}>{condition}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}
