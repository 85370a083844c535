import { useState } from "react";
import { messageOf } from "@/api/problem";
import { Card } from "@/components/ui/Card";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Pagination } from "@/components/ui/Pagination";
import { Skeleton } from "@/components/ui/Skeleton";
import { CompletenessTable } from "./CompletenessTable";
import { RunDrawer } from "./RunDrawer";
import { RunNow } from "./RunNow";
import { RunTable } from "./RunTable";
import { PAGE_SIZE, useRuns } from "./runQueries";

function RunList({ onOpen }: { onOpen: (id: string) => void }) {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useRuns(page);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={6} />;
  if (data.total === 0)
    return (
      <Message title="Nenhuma conciliação até agora">
        Elas começam sozinhas quando a API do Cal.com está configurada.
      </Message>
    );
  return (
    <>
      <RunTable runs={data.items} caption="Conciliações" onOpen={onOpen} />
      <Pagination page={page} pageSize={PAGE_SIZE} total={data.total} onPage={setPage} />
    </>
  );
}

/** Comparisons with Cal.com: what they saw and did, a new one, and the proof that nothing is missing. */
export function RunsPart() {
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <>
      <RunNow />
      <section aria-labelledby="runs" className="flex flex-col gap-2">
        <h2 id="runs" className="font-bold">
          Conciliações feitas
        </h2>
        <Card>
          <RunList onOpen={setOpenId} />
        </Card>
      </section>
      <CompletenessTable />
      {openId && <RunDrawer id={openId} onClose={() => setOpenId(null)} />}
    </>
  );
}
