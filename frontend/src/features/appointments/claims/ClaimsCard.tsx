import { ContactRound, Merge, Users } from "lucide-react";
import { Link } from "react-router";
import type { Appointment, Claims, Client } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { countText, formatCpf, formatPhone } from "@/lib/format";
import { FIELD_LABELS } from "../fields";
import { useClaims, useConfirmContact, useSeparate, useUnite } from "./queries";

const CODES = ["telefone_a_confirmar", "email_a_confirmar", "cadastro_a_unir"];
type Contact = Claims["contatos"][number];

function shown({ campo }: Contact, value: string | null): string {
  return (campo === "telefone" ? formatPhone(value) : value) || "não informado";
}

function Contacts({ id, contacts }: { id: string; contacts: Contact[] }) {
  const { mutate, isPending, error } = useConfirmContact(id);
  const confirm = () => mutate(Object.fromEntries(contacts.map((one) => [one.campo, one.do_agendamento])));
  return (
    <section aria-labelledby="claimed-contact" className="flex flex-col gap-2">
      <h3 id="claimed-contact" className="font-bold">
        Contato não confirmado
      </h3>
      <p>Quem reservou deu um contato diferente do cadastro. Confirme com o paciente antes de atualizar.</p>
      <ul>
        {contacts.map((one) => (
          <li key={one.campo}>
            {FIELD_LABELS[one.campo] ?? one.campo}: <strong>{shown(one, one.do_agendamento)}</strong> · no
            cadastro: {shown(one, one.do_cliente)}
          </li>
        ))}
      </ul>
      {error && <Notice>{messageOf(error)}</Notice>}
      <Button className="self-start" disabled={isPending} onClick={confirm}>
        <ContactRound aria-hidden="true" className="size-4" />
        Atualizar contato
      </Button>
    </section>
  );
}

function detailOf({ cpf, telefone, total_agendamentos }: Client): string {
  return [formatCpf(cpf), formatPhone(telefone), countText(total_agendamentos, "agendamento")]
    .filter(Boolean)
    .join(" · ");
}

function Candidate({ client, other }: { client: Client; other: Client }) {
  const unite = useUnite(client.id);
  const apart = useSeparate(client.id);
  const isPending = unite.isPending || apart.isPending;
  const error = unite.error ?? apart.error;
  return (
    <li className="flex flex-col gap-2">
      <p>
        <Link to={`/clientes/${other.id}`} className="font-semibold text-brand hover:underline">
          {other.nome}
        </Link>{" "}
        · {detailOf(other)}
      </p>
      {error && <Notice>{messageOf(error)}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button disabled={isPending} onClick={() => unite.mutate(other.id)}>
          <Merge aria-hidden="true" className="size-4" />
          Unir os dois cadastros
        </Button>
        <Button disabled={isPending} onClick={() => apart.mutate(other.id)}>
          <Users aria-hidden="true" className="size-4" />
          São duas pessoas
        </Button>
      </div>
    </li>
  );
}

function Candidates({ client, others }: { client: Client; others: Client[] }) {
  return (
    <section aria-labelledby="candidates" className="flex flex-col gap-2">
      <h3 id="candidates" className="font-bold">
        Pode ser a mesma pessoa
      </h3>
      <p>O telefone e o nome deste agendamento são de outro cadastro.</p>
      <ul className="flex flex-col gap-3">
        {others.map((other) => (
          <Candidate key={other.id} client={client} other={other} />
        ))}
      </ul>
    </section>
  );
}

/** What whoever booked said of the patient and nobody confirmed, with what a person can do about it. */
export function ClaimsCard({ item }: { item: Appointment }) {
  const isWaiting = CODES.some((code) => item.pendencias.includes(code));
  const { data } = useClaims(item.id, item.versao, isWaiting);
  const { cliente, contatos = [], a_unir = [] } = data ?? {};
  if (!isWaiting || !cliente || contatos.length + a_unir.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-4 rounded-md bg-attention-soft p-4 text-attention-ink">
      {contatos.length > 0 && <Contacts id={item.id} contacts={contatos} />}
      {a_unir.length > 0 && <Candidates client={cliente} others={a_unir} />}
    </div>
  );
}
