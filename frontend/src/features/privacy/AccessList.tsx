import { useState } from "react";
import { messageOf } from "@/api/problem";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Pagination } from "@/components/ui/Pagination";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatInstant } from "@/lib/dates";
import { PAGE_SIZE, useAccesses } from "./queries";
import { DEEDS, KINDS } from "./words";

const HEADS = ["Quando", "Quem", "O que fez", "De quê", "Código"];

/** Who looked at whose data, the newest first. */
export function AccessList() {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useAccesses(page);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  if (data.total === 0) return <Message title="Nenhum acesso registrado" />;
  return (
    <>
      <Table isPlain caption="Acessos" head={HEADS.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
        {data.items.map((one) => (
          <tr key={`${one.em}${one.quem}${one.id}${one.acao}`}>
            <td className={cellClass}>{formatInstant(one.em)}</td>
            <td className={cellClass}>{one.quem ?? "–"}</td>
            <td className={cellClass}>{DEEDS[one.acao]}</td>
            <td className={cellClass}>{KINDS[one.tipo] ?? one.tipo}</td>
            <td className={`${cellClass} font-mono text-xs`}>{one.id}</td>
          </tr>
        ))}
      </Table>
      <Pagination page={page} pageSize={PAGE_SIZE} total={data.total} onPage={setPage} />
    </>
  );
}
