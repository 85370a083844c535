import { Ellipsis, Pencil } from "lucide-react";
import { useState } from "react";
import type { Appointment, AppointmentFields, Role } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { Confirm } from "@/components/ui/ConfirmDialog";
import { Menu } from "@/components/ui/Menu";
import { useDeleteAppointment, useUpdateAppointment } from "../mutations";
import { CancelVisit } from "./CancelVisit";
import { ConfirmVisit } from "./ConfirmVisit";
import { furtherSteps, nextStep, type Offer, type Question } from "./offers";
import { WriteProblem } from "./WriteProblem";

type DrawerActionsProps = {
  item: Appointment;
  role: Role;
  onEdit: () => void;
  onOpen: (id: string) => void;
  onClose: () => void;
};

/** The writes that the buttons and questions share. */
function useActions({ item, onClose }: DrawerActionsProps) {
  const [question, setQuestion] = useState<Question | null>(null);
  const update = useUpdateAppointment();
  const remove = useDeleteAppointment();
  const ask = (next: Question | null) => {
    update.reset();
    setQuestion(next);
  };
  const patch = (fields: Partial<AppointmentFields>) =>
    update.mutate(
      { id: item.id, body: { ...fields, versao: item.versao } },
      { onSuccess: () => setQuestion(null) },
    );
  const take = (offer: Offer) => ("ask" in offer ? ask(offer.ask) : patch(offer.patch));
  const erase = () => remove.mutate(item, { onSuccess: onClose });
  return { question, ask, patch, take, erase, update, error: update.error ?? remove.error };
}

function Questions({
  item,
  onOpen,
  actions,
}: DrawerActionsProps & { actions: ReturnType<typeof useActions> }) {
  const { question, ask, patch, erase, update } = actions;
  const shared = {
    item,
    onOpen,
    error: update.error,
    isPending: update.isPending,
    onPatch: patch,
    onClose: () => ask(null),
  };
  if (question === "confirm") return <ConfirmVisit {...shared} />;
  if (question === "cancel") return <CancelVisit {...shared} />;
  if (question !== "delete") return null;
  return (
    <Confirm
      danger
      title="Excluir este agendamento?"
      confirm="Excluir"
      onConfirm={erase}
      onBack={() => ask(null)}
    >
      <p>Ele some das listas e não volta. Se o paciente desistiu, cancelar é melhor: o histórico fica.</p>
    </Confirm>
  );
}

/** What can be done to the open appointment, the likeliest first. */
export function DrawerActions(props: DrawerActionsProps) {
  const { item, role, onEdit, onOpen } = props;
  const actions = useActions(props);
  const next = nextStep(item);
  const isWriter = role !== "logistica";
  const offers = furtherSteps(item, role, new Date());
  const menu = offers.map((offer) => ({ ...offer, onSelect: () => actions.take(offer) }));
  return (
    <div className="flex flex-col gap-3">
      {!actions.question && <WriteProblem error={actions.error} onOpen={onOpen} />}
      <div className="flex flex-wrap items-center gap-2">
        {isWriter && next && (
          <Button variant="primary" disabled={actions.update.isPending} onClick={() => actions.take(next)}>
            <next.icon aria-hidden="true" className="size-4" />
            {next.label}
          </Button>
        )}
        <Button onClick={onEdit}>
          <Pencil aria-hidden="true" className="size-4" />
          {isWriter ? "Editar" : "Definir logística"}
        </Button>
        {isWriter && (
          <Menu
            items={menu}
            trigger={
              <Button className="ml-auto">
                <Ellipsis aria-hidden="true" className="size-4" />
                <span className="max-sm:sr-only">Mais ações</span>
              </Button>
            }
          />
        )}
      </div>
      <Questions {...props} actions={actions} />
    </div>
  );
}
