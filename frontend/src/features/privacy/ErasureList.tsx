import { messageOf } from "@/api/problem";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatInstant } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import { useErasures } from "./queries";
import { ERASURE_STATES } from "./words";

const HEADS = ["Pedido em", "Por", "Situação", "Visitas", "Ainda de pé"];

/** Who was forgotten, when and how far: by id, for there is no name any more. */
export function ErasureList() {
  const { data, error, refetch } = useErasures();
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} />;
  if (data.length === 0) return <Message title="Ninguém pediu para ser apagado" />;
  return (
    <Table
      isPlain
      caption="Apagamentos"
      head={HEADS.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}
    >
      {data.map((one) => (
        <tr key={one.id}>
          <td className={cellClass}>{formatInstant(one.pedido_em)}</td>
          <td className={cellClass}>{one.pedido_por ?? "–"}</td>
          <td className={cellClass}>{ERASURE_STATES[one.estado]}</td>
          <td className={`${cellClass} tabular-nums`}>{formatNumber(one.agendamentos)}</td>
          <td className={`${cellClass} tabular-nums`}>{formatNumber(one.em_pe.length)}</td>
        </tr>
      ))}
    </Table>
  );
}
