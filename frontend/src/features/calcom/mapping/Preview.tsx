import type { MappingPreview } from "@/api/models";
import { Badge } from "@/components/ui/Badge";
import { Message } from "@/components/ui/Message";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatInstant } from "@/lib/dates";
import { fieldName } from "./mappingWords";

type Reading = { name: string; before: string | null; after: string | null };

const isUnitChanged = ({ unit }: MappingPreview) => unit.before !== unit.after;

/** What differs in one delivery, the unit first. */
function changesOf(one: MappingPreview): Reading[] {
  const unit = isUnitChanged(one) ? [{ name: "Unidade", ...one.unit }] : [];
  const fields = one.fields.filter(({ is_changed }) => is_changed);
  return [...unit, ...fields.map(({ field, before, after }) => ({ name: fieldName(field), before, after }))];
}

function Delivery({ one }: { one: MappingPreview }) {
  const changes = changesOf(one);
  const name = one.event_type_slug ?? (one.event_type_id ? String(one.event_type_id) : "sem tipo de evento");
  return (
    <li className="flex flex-col gap-2 p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <strong>{name}</strong>
        <span className="text-muted tabular-nums">{formatInstant(one.received_at)}</span>
        {changes.length === 0 ? <Badge>Não muda</Badge> : <Badge tone="attention">Muda</Badge>}
      </p>
      {changes.length > 0 && (
        <Table
          isPlain
          caption={`O que muda em ${name}`}
          head={["Campo", "Antes", "Depois"].map((title) => <ColumnHead key={title}>{title}</ColumnHead>)}
        >
          {changes.map(({ name: field, before, after }) => (
            <tr key={field}>
              <th scope="row" className={`${cellClass} font-semibold`}>
                {field}
              </th>
              <td className={cellClass}>{before ?? "vazio"}</td>
              <td className={cellClass}>{after ?? "vazio"}</td>
            </tr>
          ))}
        </Table>
      )}
    </li>
  );
}

/** The last real deliveries as the draft would read them; answers are masked. */
export function Preview({ items }: { items: readonly MappingPreview[] }) {
  if (items.length === 0)
    return <Message title="Nenhuma entrega para experimentar">Ainda não chegou reserva do Cal.com.</Message>;
  const changed = items.filter((one) => changesOf(one).length > 0).length;
  return (
    <section aria-labelledby="preview" className="flex flex-col">
      <h2 id="preview" className="px-4 pt-4 font-bold">
        Últimas entregas: {changed === 0 ? "nada muda" : `${changed} de ${items.length} com mudança`}
      </h2>
      <ul aria-labelledby="preview" className="divide-y divide-line">
        {items.map((one) => (
          <Delivery key={one.delivery_id} one={one} />
        ))}
      </ul>
    </section>
  );
}
