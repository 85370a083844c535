import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { signIn } from "@/api/auth";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Field } from "@/components/ui/Field";
import { Notice } from "@/components/ui/Message";

function credentialsOf(form: HTMLFormElement) {
  const data = new FormData(form);
  return { email: String(data.get("email")).trim(), password: String(data.get("password")) };
}

export function SignInForm() {
  const attempt = useMutation({ mutationFn: signIn });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    attempt.mutate(credentialsOf(event.currentTarget));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {attempt.isError && <Notice>{messageOf(attempt.error)}</Notice>}
      <Field label="E-mail" name="email" type="email" autoComplete="username" required />
      <Field label="Senha" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" variant="primary" disabled={attempt.isPending}>
        {attempt.isPending ? "Entrando…" : "Entrar"}
      </Button>
    </form>
  );
}
