import { RotateCcw } from "lucide-react";
import { Link } from "react-router";
import type { Delivery } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { type Fact, Facts } from "@/components/ui/Facts";
import { Notice } from "@/components/ui/Message";
import { SidePanel } from "@/components/ui/SidePanel";
import { formatInstant } from "@/lib/dates";
import { DeliveryBody } from "./DeliveryBody";
import { DeliveryStateBadge } from "./DeliveryStateBadge";
import { useDelivery, useReplay } from "./deliveryQueries";
import { REPLAYABLE, reasonText, triggerLabel } from "./deliveryWords";

function instant(iso: string | null | undefined): string {
  return iso ? formatInstant(iso) : "";
}

function AppointmentLink({ id }: { id: string }) {
  return (
    <Link className="font-semibold text-brand underline" to={`/agendamentos?scope=all&agendamento=${id}`}>
      Abrir agendamento
    </Link>
  );
}

function factsOf(delivery: Delivery): Fact[] {
  const { state, reason, error, appointment_id } = delivery;
  return [
    { label: "Situação", value: <DeliveryStateBadge state={state} /> },
    { label: "Motivo", value: reason && reasonText(reason) },
    { label: "Erro", value: error },
    { label: "Tentativas", value: String(delivery.attempts) },
    { label: "Recebida em", value: instant(delivery.received_at) },
    { label: "Processada em", value: instant(delivery.processed_at) },
    { label: "Próxima tentativa", value: instant(delivery.next_attempt_at) },
    { label: "Reserva (uid)", value: delivery.uid },
    { label: "Agendamento", value: appointment_id && <AppointmentLink id={appointment_id} /> },
  ];
}

function ReplayButton({ id }: { id: string }) {
  const replay = useReplay();
  return (
    <div className="flex flex-col gap-2">
      {replay.isError && <Notice>{messageOf(replay.error)}</Notice>}
      <Button variant="primary" disabled={replay.isPending} onClick={() => replay.mutate(id)}>
        <RotateCcw aria-hidden="true" className="size-4" />
        Reprocessar
      </Button>
    </div>
  );
}

/**
 * One delivery: what became of it, what it said, and another try where one makes sense. `listed` is how the list has it, which
 * it leaves when its filters no longer mean it; here it is followed on.
 */
export function DeliveryDrawer({ listed, onClose }: { listed: Delivery; onClose: () => void }) {
  const delivery = useDelivery(listed.id).data ?? listed;
  return (
    <SidePanel
      title={triggerLabel(delivery.trigger)}
      description={`Entrega do Cal.com${delivery.trigger ? ` · ${delivery.trigger}` : ""}`}
      onClose={onClose}
      footer={REPLAYABLE.includes(delivery.state) && <ReplayButton id={delivery.id} />}
    >
      <Facts title="Entrega" facts={factsOf(delivery)} />
      <DeliveryBody id={delivery.id} />
    </SidePanel>
  );
}
