import type { Mapping } from "@/api/models";
import { Card } from "@/components/ui/Card";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatInstant } from "@/lib/dates";

/** Who saved which version, the one in force first. */
export function Versions({ saves }: { saves: Mapping["saves"] }) {
  if (saves.length === 0) return null;
  return (
    <section aria-labelledby="versions" className="flex flex-col gap-2">
      <h2 id="versions" className="font-bold">
        Versões
      </h2>
      <Card>
        <Table
          isPlain
          caption="Versões do mapeamento"
          head={["Versão", "Salva em", "Por", "Nota"].map((title) => (
            <ColumnHead key={title}>{title}</ColumnHead>
          ))}
        >
          {saves.map(({ version, at, by, note }) => (
            <tr key={version}>
              <td className={`${cellClass} tabular-nums`}>{version}</td>
              <td className={`${cellClass} whitespace-nowrap tabular-nums`}>
                {at ? formatInstant(at) : "–"}
              </td>
              <td className={cellClass}>{by ?? "arquivo inicial"}</td>
              <td className={cellClass}>{note}</td>
            </tr>
          ))}
        </Table>
      </Card>
    </section>
  );
}
