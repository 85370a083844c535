import { History } from "lucide-react";
import type { Reprocessed } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Notice } from "@/components/ui/Message";
import { countText } from "@/lib/format";
import { useReprocess } from "./mappingQueries";

function doneText({ queued, run_id }: Reprocessed): string {
  const read = `${countText(queued, "entrega")} na fila para nova leitura`;
  return run_id ? `${read}, e uma conciliação da janela inteira foi pedida.` : `${read}.`;
}

/** Reads history anew with the mapping in force, after saying what that does. */
export function Reprocess({ isDirty }: { isDirty: boolean }) {
  const reprocess = useReprocess();
  const trigger = (
    <Button disabled={isDirty || reprocess.isPending}>
      <History aria-hidden="true" className="size-4" />
      Reler a história
    </Button>
  );
  return (
    <>
      <ConfirmDialog
        trigger={trigger}
        title="Reler toda a história com este mapeamento?"
        confirm="Reler"
        onConfirm={() => reprocess.mutate()}
      >
        <p>Todas as entregas guardadas voltam para a fila e são lidas com o mapeamento em vigor.</p>
        <p>O que a clínica mudou à mão fica como está, e nenhum campo é esvaziado.</p>
      </ConfirmDialog>
      <span role="status" className="text-muted">
        {reprocess.isSuccess && doneText(reprocess.data)}
      </span>
      {reprocess.isError && <Notice>{messageOf(reprocess.error)}</Notice>}
    </>
  );
}
