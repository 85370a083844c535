import { X } from "lucide-react";
import { useState } from "react";
import type { Client } from "@/api/models";
import { IconButton } from "@/components/ui/Button";
import { SuggestField } from "@/components/ui/SuggestField";
import { formatCpf, formatPhone } from "@/lib/format";
import { useSuggestedClients } from "./bookingQueries";

export type ChosenClient = Pick<Client, "id" | "nome">;

function detailOf({ cpf, telefone }: Client): string {
  return [formatCpf(cpf), formatPhone(telefone)].filter(Boolean).join(" · ") || "sem CPF nem telefone";
}

type ClientFieldProps = { chosen: ChosenClient | null; onChoose: (client: ChosenClient | null) => void };

/** The known client whose data the widget is filled in with, or nobody. */
export function ClientField({ chosen, onChoose }: ClientFieldProps) {
  const [typed, setTyped] = useState("");
  const clients = useSuggestedClients(typed);
  if (chosen) {
    return (
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold">Paciente</p>
        <p className="flex min-h-10 items-center justify-between gap-2 rounded-sm bg-sunken pl-3">
          <span className="truncate">{chosen.nome}</span>
          <IconButton label="Escolher outro paciente" onClick={() => onChoose(null)}>
            <X aria-hidden="true" className="size-4" />
          </IconButton>
        </p>
      </div>
    );
  }
  const pick = (id: string) => {
    setTyped("");
    onChoose(clients.find((one) => one.id === id) ?? null);
  };
  return (
    <SuggestField
      label="Paciente (opcional)"
      hint="Sem paciente, vem com o seu nome e e-mail."
      placeholder="Nome, CPF ou telefone de um cliente"
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      suggestions={clients.map((one) => ({ key: one.id, label: one.nome, detail: detailOf(one) }))}
      onPick={pick}
    />
  );
}
