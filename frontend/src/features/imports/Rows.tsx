import type { Import } from "@/api/models";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatLocalDate } from "@/lib/dates";
import { formatNumber } from "@/lib/format";

const SCROLL = "max-h-80 overflow-y-auto rounded-md border border-line";
const COLUMNS = [
  ["nome_paciente", "Paciente"],
  ["nome_unidade", "Unidade"],
  ["nome_marca", "Marca"],
  ["data_agendamento", "Data"],
  ["hora_agendamento", "Hora"],
  ["telefone", "Telefone"],
] as const;

/** Every error with its row in the spreadsheet. */
export function ErrorRows({ data }: { data: Import }) {
  const heads = ["Linha", "Coluna", "O que corrigir"];
  const hidden = data.erros_total - data.erros.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label="Erros da planilha" tabIndex={0} className={SCROLL}>
      <Table caption="Erros" head={heads.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
        {data.erros.map(({ linha, coluna, mensagem }) => (
          <tr key={`${linha} ${coluna} ${mensagem}`}>
            <td className={`${cellClass} tabular-nums`}>{linha}</td>
            <td className={`${cellClass} whitespace-nowrap`}>{coluna}</td>
            <td className={cellClass}>{mensagem}</td>
          </tr>
        ))}
      </Table>
      {hidden > 0 && <p className="p-3 text-muted">E mais {formatNumber(hidden)} erros.</p>}
    </section>
  );
}

function textOf(field: string, value: unknown): string {
  const text = String(value ?? "");
  return field === "data_agendamento" && text ? formatLocalDate(text) : text;
}

/** The first rows as they would be written. */
export function SampleRows({ rows }: { rows: Import["amostra"] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label="Primeiras linhas" tabIndex={0} className={SCROLL}>
      <Table
        caption="Primeiras linhas"
        head={COLUMNS.map(([field, label]) => <ColumnHead key={field}>{label}</ColumnHead>)}
      >
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a preview's rows never move
          <tr key={index}>
            {COLUMNS.map(([field]) => (
              <td key={field} className={`${cellClass} whitespace-nowrap`}>
                {textOf(field, row[field])}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}
