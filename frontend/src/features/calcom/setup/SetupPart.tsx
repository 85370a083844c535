import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheckBig, RefreshCw, TriangleAlert, Wrench } from "lucide-react";
import { checkProvisioning, setUpProvisioning } from "@/api/integration";
import type { Fault, Provisioning } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { ErrorMessage, Message, Notice } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatInstant } from "@/lib/dates";

const KEY = ["integration", "provisioning"];

/** Each look calls Cal.com: once when the page opens, then only when asked for. */
function useCheck() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => checkProvisioning(signal),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

function useSetUp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: setUpProvisioning,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0)
    return (
      <Message icon={CircleCheckBig} title="Tudo como deve estar">
        O webhook está ativo e os tipos de evento têm as perguntas de que a clínica precisa.
      </Message>
    );
  return (
    <ul aria-label="Defeitos" className="divide-y divide-line">
      {faults.map(({ code, text, is_repairable }) => (
        <li key={`${code} ${text}`} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-3">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-attention-ink" />
          <span className="min-w-0 flex-1">{text}</span>
          {is_repairable ? (
            <Badge tone="info">O botão corrige</Badge>
          ) : (
            <Badge tone="attention">Corrija no Cal.com</Badge>
          )}
        </li>
      ))}
    </ul>
  );
}

function Changes({ label, prefix, changes }: { label: string; prefix: string; changes: readonly string[] }) {
  return (
    <ul aria-label={label} className="list-disc pl-5">
      {changes.map((change) => (
        <li key={change}>
          {prefix} {change}
        </li>
      ))}
    </ul>
  );
}

function Apply({ changes }: { changes: readonly string[] }) {
  const setUp = useSetUp();
  const trigger = (
    <Button variant="primary" disabled={setUp.isPending || changes.length === 0}>
      <Wrench aria-hidden="true" className="size-4" />
      {setUp.isPending ? "Aplicando…" : "Aplicar no Cal.com"}
    </Button>
  );
  return (
    <>
      {setUp.isError && <Notice>{messageOf(setUp.error)}</Notice>}
      <div role="status">
        {setUp.isSuccess && <Changes label="Feito" prefix="Feito:" changes={setUp.data.changes} />}
      </div>
      <ConfirmDialog
        trigger={trigger}
        title="Aplicar estas mudanças no Cal.com?"
        confirm="Aplicar"
        onConfirm={() => setUp.mutate()}
      >
        <p>O que existe lá e não está nesta lista fica como está.</p>
        <Changes label="Mudanças" prefix="Mudaria:" changes={changes} />
      </ConfirmDialog>
    </>
  );
}

function Checked({
  report,
  onCheck,
  isChecking,
}: {
  report: Provisioning;
  onCheck: () => void;
  isChecking: boolean;
}) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="mr-auto text-muted">Conferido no Cal.com em {formatInstant(report.at)}</p>
        <Button onClick={onCheck} disabled={isChecking}>
          <RefreshCw aria-hidden="true" className="size-4" />
          {isChecking ? "Conferindo…" : "Conferir de novo"}
        </Button>
      </div>
      <Card>
        <Faults faults={report.faults} />
      </Card>
      <section aria-labelledby="plan" className="flex flex-col items-start gap-3">
        <h2 id="plan" className="font-bold">
          O que o botão faria
        </h2>
        {report.changes.length > 0 ? (
          <Changes label="O que mudaria" prefix="Mudaria:" changes={report.changes} />
        ) : (
          <p className="text-muted">Nada: não há o que corrigir daqui.</p>
        )}
        <Apply changes={report.changes} />
      </section>
    </>
  );
}

/** Cal.com's webhook and event types: what is wrong, what would be changed, and the button that does it. */
export function SetupPart() {
  const { data, error, refetch, isFetching } = useCheck();
  if (error && !isFetching) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={6} />;
  return <Checked report={data} onCheck={() => void refetch()} isChecking={isFetching} />;
}
