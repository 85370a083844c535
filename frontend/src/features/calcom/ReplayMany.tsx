import { RotateCcw } from "lucide-react";
import type { ReplayFilter } from "@/api/deliveries";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Notice } from "@/components/ui/Message";
import { formatInstant } from "@/lib/dates";
import { useReplayMany } from "./deliveryQueries";
import { DELIVERY_STATES, triggerLabel } from "./deliveryWords";

/** A replay's filter in words, one line a condition. */
function conditionsOf({ state, trigger, uid, from, to }: ReplayFilter): string[] {
  const states = [state ?? []].flat().map((one) => DELIVERY_STATES[one].label);
  const triggers = [trigger ?? []].flat().map(triggerLabel);
  return [
    `Situação: ${states.join(" ou ")}`,
    triggers.length > 0 ? `Aviso: ${triggers.join(" ou ")}` : "Aviso: qualquer um",
    ...(uid ? ["Reserva: a que foi buscada"] : []),
    ...(from ? [`Desde ${formatInstant(from)}`] : []),
    ...(to ? [`Até ${formatInstant(to)}`] : []),
  ];
}

function queuedText(queued: number): string {
  if (queued === 0) return "Nenhuma entrega corresponde ao filtro.";
  return queued === 1 ? "1 entrega voltou para a fila." : `${queued} entregas voltaram para a fila.`;
}

/** Puts all that failed and matches the filter back in the queue, after asking. `filter` null: nothing can match. */
export function ReplayMany({ filter }: { filter: ReplayFilter | null }) {
  const replay = useReplayMany();
  const trigger = (
    <Button disabled={filter === null || replay.isPending}>
      <RotateCcw aria-hidden="true" className="size-4" />
      Reprocessar falhas
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
        onConfirm={() => filter && replay.mutate(filter)}
      >
        <p>Todas as que correspondem ao filtro voltam para a fila, também as que não estão nesta página:</p>
        <ul className="list-disc pl-5">
          {filter && conditionsOf(filter).map((condition) => <li key={condition}>{condition}</li>)}
        </ul>
      </ConfirmDialog>
    </>
  );
}
