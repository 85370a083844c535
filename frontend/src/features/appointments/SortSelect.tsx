import { inputClass } from "@/components/ui/Field";
import { cx } from "@/lib/cx";

const ORDERS = {
  data_agendamento: "Data: mais cedo primeiro",
  "-data_agendamento": "Data: mais tarde primeiro",
  nome_paciente: "Paciente: A a Z",
  "-updated_at": "Alterados há pouco",
};

/** The order of the cards, which have no column heads. */
export function SortSelect({ sort, onSort }: { sort: string; onSort: (sort: string) => void }) {
  return (
    <select
      aria-label="Ordenar por"
      className={cx(inputClass, "lg:hidden")}
      value={sort}
      onChange={(event) => onSort(event.target.value)}
    >
      {!(sort in ORDERS) && <option value={sort}>Ordem da tabela</option>}
      {Object.entries(ORDERS).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
