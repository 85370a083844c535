import { UsersRound } from "lucide-react";
import { Link } from "react-router";
import type { Client } from "@/api/models";
import { messageOf } from "@/api/problem";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Pagination } from "@/components/ui/Pagination";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatLocalDate } from "@/lib/dates";
import { countText, formatCpf, formatNumber, formatPhone } from "@/lib/format";
import { useMediaQuery } from "@/lib/hooks";
import { PAGE_SIZE, useClients } from "./queries";

const lastVisit = ({ ultima_visita }: Client) => (ultima_visita ? formatLocalDate(ultima_visita) : "–");

function Name({ client }: { client: Client }) {
  return (
    <Link
      to={`/clientes/${client.id}`}
      className="font-semibold hover:underline after:absolute after:inset-0"
    >
      {client.nome}
    </Link>
  );
}

function ClientTable({ items }: { items: readonly Client[] }) {
  const heads = ["Nome", "CPF", "Telefone", "Agendamentos", "Última visita"];
  return (
    <Table caption="Clientes" head={heads.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
      {items.map((client) => (
        <tr key={client.id} className="relative hover:bg-page">
          <td className={cellClass}>
            <Name client={client} />
          </td>
          <td className={`${cellClass} whitespace-nowrap tabular-nums`}>{formatCpf(client.cpf) || "–"}</td>
          <td className={`${cellClass} whitespace-nowrap tabular-nums`}>
            {formatPhone(client.telefone) || "–"}
          </td>
          <td className={`${cellClass} tabular-nums`}>{formatNumber(client.total_agendamentos)}</td>
          <td className={`${cellClass} tabular-nums`}>{lastVisit(client)}</td>
        </tr>
      ))}
    </Table>
  );
}

function ClientCards({ items }: { items: readonly Client[] }) {
  return (
    <ul aria-label="Clientes" className="divide-y divide-line">
      {items.map((client) => (
        <li key={client.id} className="relative flex flex-col gap-1 p-4">
          <Name client={client} />
          <span className="text-muted tabular-nums">
            {[formatCpf(client.cpf), formatPhone(client.telefone)].filter(Boolean).join(" · ") ||
              "Sem CPF nem telefone"}
          </span>
          <span className="text-xs text-muted">
            {countText(client.total_agendamentos, "agendamento")} · última visita {lastVisit(client)}
          </span>
        </li>
      ))}
    </ul>
  );
}

type ClientListProps = { search: string; page: number; onPage: (page: number) => void };

/** The clients whose name, CPF or phone is searched for. */
export function ClientList({ search, page, onPage }: ClientListProps) {
  const { data, error, refetch } = useClients(search, page);
  const isWide = useMediaQuery("(min-width: 48rem)");
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  if (data.total === 0) {
    return (
      <Message icon={UsersRound} title="Nenhum cliente">
        {search ? "Ninguém corresponde à busca." : "O cadastro se forma sozinho, a cada agendamento."}
      </Message>
    );
  }
  const Rows = isWide ? ClientTable : ClientCards;
  return (
    <>
      <Rows items={data.items} />
      <Pagination page={page} pageSize={PAGE_SIZE} total={data.total} onPage={onPage} />
    </>
  );
}
