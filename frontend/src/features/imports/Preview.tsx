import type { Import } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { formatNumber } from "@/lib/format";
import { useConfirmImport } from "./queries";
import { ErrorRows, SampleRows } from "./Rows";

function Counts({ data }: { data: Import }) {
  const counts = [
    ["Linhas", data.linhas],
    ["Prontas para gravar", data.validas],
    ["Repetidas (ficam de fora)", data.duplicadas],
    ["Erros", data.erros_total],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3 rounded-md bg-sunken p-4 sm:grid-cols-4">
      {counts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-xs text-muted">{label}</dt>
          <dd className="text-lg font-bold tabular-nums">{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function refusalOf({ state, erros_total, validas, motivo }: Import): string | null {
  if (motivo) return motivo;
  if (state === "falhou") return "Algo falhou do nosso lado e nada foi gravado. Tente de novo.";
  if (erros_total > 0) return "Corrija os erros na planilha e envie de novo: ou entra tudo, ou nada.";
  if (state === "recusado") return "Esta planilha não pode ser importada.";
  return validas === 0 ? "Não há nada de novo para gravar nesta planilha." : null;
}

/** What the spreadsheet would become, with every error at its row; nothing is written before it is confirmed. */
export function Preview({ data, onAgain }: { data: Import; onAgain: () => void }) {
  const confirm = useConfirmImport(data.id);
  const refusal = refusalOf(data);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{data.arquivo}</p>
      <Counts data={data} />
      {refusal && <Notice>{refusal}</Notice>}
      {data.colunas_ignoradas.length > 0 && (
        <p className="text-muted">Colunas que não são usadas: {data.colunas_ignoradas.join(", ")}.</p>
      )}
      {confirm.isError && <Notice>{messageOf(confirm.error)}</Notice>}
      {data.erros.length > 0 ? <ErrorRows data={data} /> : <SampleRows rows={data.amostra} />}
      <div className="flex justify-end gap-3">
        <Button onClick={onAgain}>Enviar outra planilha</Button>
        {!refusal && (
          <Button variant="primary" disabled={confirm.isPending} onClick={() => confirm.mutate()}>
            Gravar {formatNumber(data.validas)} {data.validas === 1 ? "agendamento" : "agendamentos"}
          </Button>
        )}
      </div>
    </div>
  );
}
