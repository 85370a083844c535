import { type FormEvent, useState } from "react";
import type { AppointmentFields } from "@/api/models";
import { SelectField } from "@/components/ui/Field";
import { localDay, localTime } from "@/lib/dates";
import { CONFIRMATION_CHANNELS } from "../statuses";
import { ActionDialog, type ActionDialogProps } from "./ActionDialog";

type AskProps = Omit<ActionDialogProps, "title" | "submit" | "onSubmit" | "children"> & {
  onPatch: (patch: Partial<AppointmentFields>) => void;
};

/** Asks how the patient confirmed; when is now, by the unit's clock. */
export function ConfirmVisit({ onPatch, ...dialog }: AskProps) {
  const [channel, setChannel] = useState<string>(CONFIRMATION_CHANNELS[0]);
  const { fuso } = dialog.item;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const now = new Date();
    onPatch({
      status: "Confirmado",
      canal_confirmacao: channel,
      data_confirmacao: localDay(now, fuso),
      hora_confirmacao: localTime(now, fuso),
    });
  };
  return (
    <ActionDialog {...dialog} title="Confirmar a visita" submit="Confirmar" onSubmit={submit}>
      <SelectField
        label="Como o paciente confirmou"
        value={channel}
        onChange={(event) => setChannel(event.target.value)}
      >
        {CONFIRMATION_CHANNELS.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </SelectField>
    </ActionDialog>
  );
}
