import { ArrowLeft, ContactRound, Merge, Pencil } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import type { Client } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { Facts } from "@/components/ui/Facts";
import { PageHeader } from "@/components/ui/PageHeader";
import { formatLocalDate } from "@/lib/dates";
import { formatCpf, formatNumber, formatPhone } from "@/lib/format";
import { ClientForm } from "./ClientForm";
import { MergeDialog } from "./MergeDialog";
import { useUpdateClient } from "./queries";
import { Unions } from "./Unions";

/** A contact, and whether only a booking stands for it. */
function contact(client: Client, field: "telefone" | "email", text: string | null) {
  return text && client.a_confirmar.includes(field) ? `${text} (não confirmado)` : text;
}

function factsOf(client: Client) {
  return [
    { label: "CPF", value: formatCpf(client.cpf) },
    { label: "Telefone", value: contact(client, "telefone", formatPhone(client.telefone)) },
    { label: "E-mail", value: contact(client, "email", client.email) },
    { label: "Agendamentos", value: formatNumber(client.total_agendamentos) },
    { label: "Última visita", value: client.ultima_visita && formatLocalDate(client.ultima_visita) },
  ];
}

/** Says that the contacts that a booking gave are the patient's. */
function ConfirmContacts({ client }: { client: Client }) {
  const update = useUpdateClient(client.id);
  const { versao, telefone, email, a_confirmar } = client;
  const given = Object.entries({ telefone, email }).filter(([field]) => a_confirmar.includes(field));
  if (given.length === 0) return null;
  return (
    <Button
      className="mt-4"
      disabled={update.isPending}
      onClick={() => update.mutate({ versao, ...Object.fromEntries(given) })}
    >
      <ContactRound aria-hidden="true" className="size-4" />
      Confirmar contato
    </Button>
  );
}

/** A client's data, and what can be done to the record. */
export function ClientHeader({ client, canWrite }: { client: Client; canWrite: boolean }) {
  const [doing, setDoing] = useState<"edit" | "merge" | null>(null);
  const stop = () => setDoing(null);
  return (
    <>
      <Link
        to="/clientes"
        className="inline-flex items-center gap-1.5 self-start font-semibold text-brand hover:underline"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        Clientes
      </Link>
      <PageHeader title={client.nome}>
        {canWrite && (
          <>
            <Button onClick={() => setDoing("merge")}>
              <Merge aria-hidden="true" className="size-4" />
              Unir com outro
            </Button>
            <Button onClick={() => setDoing("edit")}>
              <Pencil aria-hidden="true" className="size-4" />
              Editar
            </Button>
          </>
        )}
      </PageHeader>
      <div className="max-w-2xl rounded-lg border border-line bg-surface p-5 shadow-card">
        <Facts title="Cadastro" facts={factsOf(client)} />
        {canWrite && <ConfirmContacts client={client} />}
        {canWrite && <Unions id={client.id} />}
      </div>
      {doing === "edit" && <ClientForm client={client} onClose={stop} />}
      {doing === "merge" && <MergeDialog client={client} onClose={stop} />}
    </>
  );
}
