import { type FormEvent, useState } from "react";
import type { AppointmentFields } from "@/api/models";
import { TextField } from "@/components/ui/Field";
import { ActionDialog, type ActionDialogProps } from "./ActionDialog";

type AskProps = Omit<ActionDialogProps, "title" | "submit" | "onSubmit" | "children"> & {
  onPatch: (patch: Partial<AppointmentFields>) => void;
};

/** Asks why; a booking at Cal.com is not cancelled without a reason, which the patient reads (DOMAIN.md). */
export function CancelVisit({ onPatch, ...dialog }: AskProps) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const isBooked = dialog.item.calcom_booking_id !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBooked && !reason.trim()) return setMissing(true);
    onPatch({ status: "Cancelado", motivo_cancelamento: reason.trim() || null });
  };
  return (
    <ActionDialog
      {...dialog}
      danger
      title="Cancelar o agendamento"
      submit="Cancelar agendamento"
      onSubmit={submit}
    >
      <TextField
        label={isBooked ? "Motivo" : "Motivo (opcional)"}
        hint={
          isBooked ? "A reserva no Cal.com também é cancelada, e o paciente recebe este texto" : undefined
        }
        error={missing && !reason.trim() ? "Informe o motivo: há uma reserva no Cal.com." : undefined}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActionDialog>
  );
}
