import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { changePassword } from "@/api/auth";
import { showServerErrors } from "@/api/serverErrors";
import { Button } from "@/components/ui/Button";
import { Field } from "@/components/ui/Field";
import { FormNotice } from "@/components/ui/FormNotice";
import { Message } from "@/components/ui/Message";
import { Modal } from "@/components/ui/Modal";

type Values = { current: string; new: string; again: string };
const REQUIRED = { required: "Preencha este campo." };

/** Changes the own password; the other sessions end. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const change = useMutation({ mutationFn: changePassword });
  const form = useForm<Values>({ defaultValues: { current: "", new: "", again: "" } });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const passwords = { current: values.current, new: values.new };
    await change.mutateAsync(passwords).catch((error) => showServerErrors(form, error));
  });
  const field = (name: keyof Values, rules: object) => ({
    type: "password",
    error: errors[name]?.message,
    ...form.register(name, { ...REQUIRED, ...rules }),
  });
  const isSame = (again: string) => again === form.getValues("new") || "As duas senhas são diferentes.";
  return (
    <Modal title="Trocar a senha" description="As suas outras sessões são encerradas." onClose={onClose}>
      {change.isSuccess ? (
        <Message title="Senha trocada" action={<Button onClick={onClose}>Fechar</Button>} />
      ) : (
        <form noValidate onSubmit={submit} className="flex flex-col gap-4">
          <FormNotice message={errors.root?.message} />
          <Field label="Senha atual" autoComplete="current-password" {...field("current", {})} />
          <Field
            label="Nova senha"
            hint="Pelo menos 10 caracteres"
            autoComplete="new-password"
            {...field("new", { minLength: { value: 10, message: "Use pelo menos 10 caracteres." } })}
          />
          <Field
            label="Repita a nova senha"
            autoComplete="new-password"
            {...field("again", { validate: isSame })}
          />
          <div className="flex justify-end gap-3">
            <Button onClick={onClose}>Cancelar</Button>
            <Button type="submit" variant="primary" disabled={change.isPending}>
              {change.isPending ? "Trocando…" : "Trocar a senha"}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
