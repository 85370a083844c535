import { useForm } from "react-hook-form";
import type { Client } from "@/api/models";
import { showServerErrors } from "@/api/serverErrors";
import { Field } from "@/components/ui/Field";
import { FormNotice } from "@/components/ui/FormNotice";
import { FormPanel } from "@/components/ui/FormPanel";
import { formatCpf, formatPhone, tidyCpf, tidyPhone } from "@/lib/format";
import { useUpdateClient } from "./queries";

type Values = { nome: string; cpf: string; telefone: string; email: string };

function valuesOf({ nome, cpf, telefone, email }: Client): Values {
  return { nome, cpf: formatCpf(cpf), telefone: formatPhone(telefone), email: email ?? "" };
}

function written(name: keyof Values, text: string): string | null {
  return (name === "cpf" ? text.replace(/\D/g, "") : text.trim()) || null;
}

/** Edits a client's own data. */
export function ClientForm({ client, onClose }: { client: Client; onClose: () => void }) {
  const update = useUpdateClient(client.id);
  const form = useForm<Values>({ defaultValues: valuesOf(client) });
  const { dirtyFields, errors, isDirty } = form.formState;
  const save = form.handleSubmit(async (values) => {
    const names = (Object.keys(values) as Array<keyof Values>).filter((name) => dirtyFields[name]);
    const body = Object.fromEntries(names.map((name) => [name, written(name, values[name])]));
    await update
      .mutateAsync({ ...body, versao: client.versao })
      .then(onClose, (error) => showServerErrors(form, error));
  });
  const field = (name: keyof Values, label: string, tidy?: (text: string) => string) => ({
    label,
    error: errors[name]?.message,
    ...form.register(name, {
      ...(tidy && {
        onBlur: (event) => form.setValue(name, tidy(event.target.value), { shouldDirty: true }),
      }),
    }),
  });
  return (
    <FormPanel
      title="Editar cliente"
      description="Os agendamentos já marcados ficam como estão."
      submit="Salvar"
      isDirty={isDirty}
      isPending={update.isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <FormNotice message={errors.root?.message} />
      <Field {...field("nome", "Nome")} />
      <Field inputMode="numeric" {...field("cpf", "CPF", tidyCpf)} />
      <Field inputMode="tel" {...field("telefone", "Telefone", tidyPhone)} />
      <Field type="email" {...field("email", "E-mail")} />
    </FormPanel>
  );
}
