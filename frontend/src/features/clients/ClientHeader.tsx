import { ArrowLeft, Merge, Pencil } from "lucide-react";
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

function factsOf(client: Client) {
  return [
    { label: "CPF", value: formatCpf(client.cpf) },
    { label: "Telefone", value: formatPhone(client.telefone) },
    { label: "E-mail", value: client.email },
    { label: "Agendamentos", value: formatNumber(client.total_agendamentos) },
    { label: "Última visita", value: client.ultima_visita && formatLocalDate(client.ultima_visita) },
  ];
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
      </div>
      {doing === "edit" && <ClientForm client={client} onClose={stop} />}
      {doing === "merge" && <MergeDialog client={client} onClose={stop} />}
    </>
  );
}
