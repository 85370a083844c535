import { CircleCheckBig } from "lucide-react";
import { Link } from "react-router";
import type { Completeness, Unaccounted } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Badge } from "@/components/ui/Badge";
import { Card } from "@/components/ui/Card";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatInstant, formatLocalDate } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { useCompleteness } from "./runQueries";
import { whyText } from "./runWords";

type Day = Completeness["days"] extends infer D | undefined ? NonNullable<D> : never;

const dayText = (day: string | null) => (day ? formatLocalDate(day) : "sem data");

function Other({ other }: { other: Unaccounted }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
      <span>
        <span className="tabular-nums">{dayText(other.day)}</span> · {whyText(other)}
      </span>
      {other.appointment_id ? (
        <Link
          className="min-h-6 font-semibold text-brand underline"
          to={`/agendamentos?scope=all&agendamento=${other.appointment_id}`}
        >
          Abrir agendamento
        </Link>
      ) : (
        <code className="text-xs break-all text-muted">{other.key}</code>
      )}
    </li>
  );
}

function Days({ days }: { days: Day }) {
  const titles = ["Dia", "Unidade", "Tipo de evento", "No Cal.com", "Na agenda", "Situação"];
  return (
    <div className="max-h-96 overflow-y-auto">
      <Table
        isPlain
        caption="Reservas por dia e tipo de evento"
        head={titles.map((title) => <ColumnHead key={title}>{title}</ColumnHead>)}
      >
        {days.map(({ day, event_type_id, nome_unidade, there, here }) => (
          <tr key={`${day} ${event_type_id}`}>
            <td className={`${cellClass} tabular-nums`}>{dayText(day)}</td>
            <td className={cellClass}>{nome_unidade ?? "sem unidade"}</td>
            <td className={`${cellClass} tabular-nums`}>{event_type_id ?? "–"}</td>
            <td className={`${cellClass} tabular-nums`}>{formatNumber(there)}</td>
            <td className={`${cellClass} tabular-nums`}>{formatNumber(here)}</td>
            <td className={cellClass}>
              {there === here ? (
                <Badge tone="positive">Confere</Badge>
              ) : (
                <Badge tone="attention">Não bate</Badge>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function Summary({ data: { there = 0, here = 0, at, is_complete, others = [] } }: { data: Completeness }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-4">
      <strong className="tabular-nums">
        {formatNumber(here)} de {formatNumber(there)}
      </strong>
      reservas abertas no Cal.com estão na agenda
      {others.length === 0 && (
        <Badge tone="positive" icon={CircleCheckBig}>
          Nada falta
        </Badge>
      )}
      {!is_complete && <Badge tone="attention">A leitura não foi completa</Badge>}
      <span className="text-muted">{at && `conferido em ${formatInstant(at)}`}</span>
    </p>
  );
}

function Proof({ data }: { data: Completeness }) {
  const { run_id, days = [], others = [] } = data;
  if (!run_id)
    return (
      <Message title="Ainda não há prova">
        A primeira conciliação da janela inteira, que roda toda noite, a escreve. Você também pode pedi-la
        acima.
      </Message>
    );
  return (
    <div className="flex flex-col gap-3">
      <Summary data={data} />
      {others.length > 0 && (
        <section aria-label="Reservas que não batem" className="border-y border-line bg-attention-soft">
          <h3 className="px-4 pt-3 font-bold">O que não bate, e por quê</h3>
          <ul className="divide-y divide-line">
            {others.map((other, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a finished run's list never changes
              <Other key={n} other={other} />
            ))}
          </ul>
        </section>
      )}
      {days.length > 0 ? (
        <Days days={days} />
      ) : (
        <p className="px-4 pb-4 text-muted">Não havia reservas na janela.</p>
      )}
    </div>
  );
}

/** The proof that nothing is missing, by the newest whole run. */
export function CompletenessTable() {
  const { data, error, refetch } = useCompleteness();
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  return (
    <section aria-labelledby="proof" className="flex flex-col gap-2">
      <h2 id="proof" className="font-bold">
        Prova de que nada falta
      </h2>
      <Card>{data ? <Proof data={data} /> : <Skeleton lines={4} />}</Card>
    </section>
  );
}
