import { useForm } from "react-hook-form";
import type { Role, StaffUser } from "@/api/models";
import { ROLE_LABELS } from "@/api/roles";
import { showServerErrors } from "@/api/serverErrors";
import { CheckField, Field, SelectField } from "@/components/ui/Field";
import { FormNotice } from "@/components/ui/FormNotice";
import { FormPanel } from "@/components/ui/FormPanel";
import { useSaveUser } from "./queries";

type Values = { name: string; email: string; role: Role; active: boolean; password: string };
const REQUIRED = { required: "Preencha este campo." };

/** What is written: all of a new user; of a known one no e-mail, and a password only where one was typed. */
function bodyOf({ name, email, role, active, password }: Values, isNew: boolean) {
  if (isNew) return { name: name.trim(), email: email.trim(), role, password };
  return { name: name.trim(), role, active, ...(password && { password }) };
}

/** Creates or edits a user; a new password also releases a locked one. */
export function UserForm({ user, onClose }: { user: StaffUser | null; onClose: () => void }) {
  const save = useSaveUser(user);
  const blank: Values = { name: "", email: "", role: "atendente", active: true, password: "" };
  const form = useForm<Values>({ defaultValues: { ...blank, ...user, password: "" } });
  const { errors, isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    await save.mutateAsync(bodyOf(values, !user)).then(onClose, (error) => showServerErrors(form, error));
  });
  const field = (name: "name" | "email" | "role" | "password", rules = {}) => ({
    error: errors[name]?.message,
    ...form.register(name, rules),
  });
  return (
    <FormPanel
      title={user ? user.name : "Incluir usuário"}
      description={
        user ? "Editar usuário" : "A pessoa entra com este e-mail e esta senha, e troca a senha depois"
      }
      submit="Salvar"
      isDirty={isDirty}
      isPending={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormNotice message={errors.root?.message} />
      <Field label="Nome" autoComplete="off" {...field("name", REQUIRED)} />
      <Field
        label="E-mail"
        type="email"
        autoComplete="off"
        disabled={user !== null}
        {...field("email", user ? {} : REQUIRED)}
      />
      <SelectField label="Perfil" {...field("role")}>
        {Object.entries(ROLE_LABELS).map(([role, label]) => (
          <option key={role} value={role}>
            {label}
          </option>
        ))}
      </SelectField>
      <Field
        label={user ? "Nova senha" : "Senha inicial"}
        hint={
          user
            ? "Deixe vazia para não mudar; uma nova também desbloqueia a conta"
            : "Pelo menos 10 caracteres"
        }
        type="password"
        autoComplete="new-password"
        {...field("password", user ? {} : REQUIRED)}
      />
      {user && <CheckField label="Ativo: pode entrar no sistema" {...form.register("active")} />}
    </FormPanel>
  );
}
