import type { FormEventHandler, ReactNode } from "react";
import type { Appointment } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { WriteProblem } from "./WriteProblem";

export type ActionDialogProps = {
  item: Appointment;
  title: string;
  submit: string;
  danger?: boolean;
  error: unknown;
  isPending: boolean;
  onSubmit: FormEventHandler;
  onClose: () => void;
  onOpen: (id: string) => void;
  children: ReactNode;
};

/** A short question before an appointment is written, with what the server says of it. */
export function ActionDialog(props: ActionDialogProps) {
  const { item, title, submit, danger, error, isPending, onSubmit, onClose, onOpen, children } = props;
  return (
    <Modal title={title} description={`${item.nome_paciente} · ${item.nome_unidade}`} onClose={onClose}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <WriteProblem error={error} onOpen={onOpen} />
        {children}
        <div className="flex justify-end gap-3">
          <Button onClick={onClose}>Voltar</Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} disabled={isPending}>
            {isPending ? "Salvando…" : submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
