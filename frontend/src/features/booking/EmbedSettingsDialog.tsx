import { useState } from "react";
import type { EmbedSettings } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { CheckField } from "@/components/ui/Field";
import { FormNotice } from "@/components/ui/FormNotice";
import { ErrorMessage } from "@/components/ui/Message";
import { Modal } from "@/components/ui/Modal";
import { Skeleton } from "@/components/ui/Skeleton";
import { useEmbedSettings, useSaveEmbedSettings } from "./bookingQueries";

const FIELDS: ReadonlyArray<readonly [keyof EmbedSettings, string]> = [
  ["nome", "Nome"],
  ["email", "E-mail"],
  ["cpf", "CPF"],
  ["telefone", "Telefone"],
];

function Fields({ stored, onClose }: { stored: EmbedSettings; onClose: () => void }) {
  const [wanted, setWanted] = useState(stored);
  const { mutate, isPending, error } = useSaveEmbedSettings();
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        mutate(wanted, { onSuccess: onClose });
      }}
    >
      <FormNotice message={error ? messageOf(error) : undefined} />
      {FIELDS.map(([field, label]) => (
        <CheckField
          key={field}
          label={label}
          checked={wanted[field] ?? true}
          onChange={({ target }) => setWanted({ ...wanted, [field]: target.checked })}
        />
      ))}
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onClose}>Cancelar</Button>
        <Button variant="primary" type="submit" disabled={isPending}>
          Salvar
        </Button>
      </div>
    </form>
  );
}

/** Which of the patient's data the booking page already has when it opens: the gestor decides. */
export function EmbedSettingsDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useEmbedSettings();
  return (
    <Modal
      title="Dados já preenchidos"
      description="O que o formulário do Cal.com recebe do cadastro do paciente. O resto é digitado nele."
      onClose={onClose}
    >
      {error && <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && <Fields stored={data} onClose={onClose} />}
    </Modal>
  );
}
