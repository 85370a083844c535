import { useQuery } from "@tanstack/react-query";
import { useFormContext, useWatch } from "react-hook-form";
import { listClients } from "@/api/clients";
import type { Client } from "@/api/models";
import { Field } from "@/components/ui/Field";
import { FormSection } from "@/components/ui/FormSection";
import { SuggestField } from "@/components/ui/SuggestField";
import { formatCpf, formatPhone, tidyCpf, tidyPhone } from "@/lib/format";
import { useSettled } from "@/lib/hooks";
import { useFields } from "./useFields";
import type { FormValues } from "./values";

/** Clients whose name goes on like what is typed, from three letters on. */
function useSuggestedClients(typed: string): Client[] {
  const q = useSettled(typed.trim(), 250);
  const query = useQuery({
    queryKey: ["clients", "suggested", q],
    queryFn: ({ signal }) => listClients({ q, page_size: 6 }, signal),
    enabled: q.length >= 3,
    staleTime: 60_000,
  });
  return query.data?.items ?? [];
}

function detailOf({ cpf, telefone }: Client): string {
  return [formatCpf(cpf), formatPhone(telefone)].filter(Boolean).join(" · ") || "sem CPF nem telefone";
}

/** Who is visited; a known client fills the rest in. */
export function PatientFields() {
  const field = useFields();
  const { setValue } = useFormContext<FormValues>();
  const typed = useWatch<FormValues, "nome_paciente">({ name: "nome_paciente" });
  const clients = useSuggestedClients(typed);
  const tidy = (name: "cpf" | "telefone", write: (text: string) => string) => ({
    onBlur: (event: { target: { value: string } }) =>
      setValue(name, write(event.target.value), { shouldDirty: true }),
  });
  const take = (id: string) => {
    const client = clients.find((one) => one.id === id);
    if (!client) return;
    const { nome, cpf, telefone, email } = client;
    const known = { nome_paciente: nome, cpf: formatCpf(cpf), telefone: formatPhone(telefone), email };
    for (const [name, value] of Object.entries(known)) {
      if (value) setValue(name as keyof typeof known, value, { shouldDirty: true });
    }
  };
  return (
    <FormSection title="Paciente">
      <SuggestField
        {...field("nome_paciente", { required: "Informe o nome do paciente." })}
        label="Nome do paciente"
        suggestions={clients.map((one) => ({ key: one.id, label: one.nome, detail: detailOf(one) }))}
        onPick={take}
      />
      <Field inputMode="tel" {...field("telefone", tidy("telefone", tidyPhone))} />
      <Field inputMode="numeric" {...field("cpf", tidy("cpf", tidyCpf))} />
      <Field {...field("rg")} />
      <Field type="email" inputMode="email" {...field("email")} />
      <Field {...field("documento_completo")} hint="Como o paciente informou" />
    </FormSection>
  );
}
