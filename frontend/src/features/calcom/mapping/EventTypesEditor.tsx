import { Plus, Trash2 } from "lucide-react";
import type { Unit } from "@/api/models";
import { useRegister } from "@/api/useRegister";
import { Button, IconButton } from "@/components/ui/Button";
import { Field, SelectField } from "@/components/ui/Field";
import { type Draft, type TypedEventType, withChange, withoutRow, withRow } from "./draft";

type EditorProps = { draft: Draft; onChange: (draft: Draft) => void };
type RowProps = {
  row: TypedEventType;
  number: number;
  units: readonly Unit[];
  onEdit: (change: Partial<TypedEventType>) => void;
  onRemove: () => void;
};

const nameOf = ({ nome_marca, nome_unidade, active }: Unit) =>
  `${nome_marca} · ${nome_unidade}${active ? "" : " (inativa)"}`;

function Row({ row, number, units, onEdit, onRemove }: RowProps) {
  return (
    <li className="grid grid-cols-[1fr_auto] items-end gap-3 py-3 sm:grid-cols-[7rem_1fr_1.5fr_auto]">
      <Field
        label="Número"
        inputMode="numeric"
        value={row.id}
        onChange={(event) => onEdit({ id: event.target.value.replace(/\D/g, "") })}
        className="col-span-full sm:col-span-1"
      />
      <Field
        label="Nome no link (slug)"
        value={row.slug}
        onChange={(event) => onEdit({ slug: event.target.value })}
        className="col-span-full sm:col-span-1"
      />
      <SelectField
        label="Unidade"
        value={row.unidadeId}
        onChange={(event) => onEdit({ unidadeId: event.target.value })}
      >
        <option value="">Escolha a unidade</option>
        {units.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {nameOf(unit)}
          </option>
        ))}
      </SelectField>
      <IconButton label={`Tirar o tipo de evento ${number}`} onClick={onRemove}>
        <Trash2 aria-hidden="true" className="size-5" />
      </IconButton>
    </li>
  );
}

/** Which unit each of Cal.com's event types stands for. */
export function EventTypesEditor({ draft, onChange }: EditorProps) {
  const { data: units = [] } = useRegister("units");
  return (
    <section aria-labelledby="event-types" className="flex flex-col gap-2">
      <h2 id="event-types" className="font-bold">
        Tipo de evento → unidade
      </h2>
      <p className="text-muted">O número ou o nome no link bastam; com os dois, vale o número.</p>
      <ul aria-labelledby="event-types" className="divide-y divide-line">
        {draft.eventTypes.map((row, n) => (
          <Row
            key={row.key}
            row={row}
            number={n + 1}
            units={units}
            onEdit={(change) => onChange(withChange(draft, row.key, change))}
            onRemove={() => onChange(withoutRow(draft, row.key))}
          />
        ))}
      </ul>
      <Button className="self-start" onClick={() => onChange(withRow(draft))}>
        <Plus aria-hidden="true" className="size-4" />
        Incluir tipo de evento
      </Button>
    </section>
  );
}
