import { inputClass } from "@/components/ui/Field";
import { cx } from "@/lib/cx";

const ORDERS = {
  data_agendamento: "Data: mais cedo primeiro",
  "-data_agendamento": "Data: mais tarde primeiro",
  nome_paciente: "Paciente: A a Z",
  "-updated_at": "Alterados há pouco",
};

type SortSelectProps = { sort: string; onSort: (sort: string) => void; always: boolean };

/** The order of the cards, which have no column heads; `always`, else where there is no room for the table. */
export function SortSelect({ sort, onSort, always }: SortSelectProps) {
  return (
    <div className={cx("min-w-0 flex-1 lg:w-64 lg:flex-none", !always && "lg:hidden")}>
      <select
        aria-label="Ordenar por"
        className={inputClass}
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
    </div>
  );
}
