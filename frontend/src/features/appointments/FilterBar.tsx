import { X } from "lucide-react";
import type { FilterChoices } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { type Choice, ChoiceFilter } from "@/components/ui/ChoiceFilter";
import { PeriodFilter } from "@/components/ui/PeriodFilter";
import { CHOICE_FILTERS, isNarrowed, type ListFilters } from "./filters";
import { pendingLabel } from "./pending";
import { useFilterChoices } from "./queries";
import { ORIGIN_LABELS, STATUS_NAMES } from "./statuses";

type FilterBarProps = {
  filters: ListFilters;
  onChange: (filters: Partial<ListFilters>) => void;
  onClear: () => void;
};
type ChoiceName = (typeof CHOICE_FILTERS)[number];

const LABELS: Record<ChoiceName, string> = {
  status: "Status",
  origem: "Origem",
  nome_unidade: "Unidade",
  nome_marca: "Marca",
  pendencia: "Pendência",
  tag: "Etiqueta",
  driver_id: "Motorista",
  collector_id: "Coletora",
};

function choicesOf(name: ChoiceName, known: FilterChoices | undefined): Choice[] {
  if (name === "status") return STATUS_NAMES.map((status) => ({ value: status, label: status }));
  if (name === "origem") return Object.entries(ORIGIN_LABELS).map(([value, label]) => ({ value, label }));
  const values = known?.[name] ?? [];
  return values.map((value) => {
    if (typeof value !== "string") return { value: value.id, label: value.name };
    return { value, label: name === "pendencia" ? pendingLabel(value) : value };
  });
}

/** What can be chosen, and what is chosen already even where nothing has it any more. */
function withChosen(choices: Choice[], chosen: readonly string[]): Choice[] {
  const missing = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  return [...choices, ...missing.map((value) => ({ value, label: value }))];
}

/** The list's filters; on a phone they scroll sideways. The calendar's period is the days that it shows. */
export function FilterBar({ filters, onChange, onClear }: FilterBarProps) {
  const { data } = useFilterChoices(filters);
  return (
    <section
      aria-label="Filtros"
      className="-mx-4 flex items-center gap-2 overflow-x-auto px-4 py-1 lg:mx-0 lg:flex-1 lg:flex-wrap lg:overflow-visible lg:p-0"
    >
      {filters.view !== "calendar" && (
        <PeriodFilter
          period={{ from: filters.data_inicio, to: filters.data_fim }}
          onChange={({ from, to }) => onChange({ data_inicio: from, data_fim: to })}
        />
      )}
      {CHOICE_FILTERS.map((name) => (
        <ChoiceFilter
          key={name}
          label={LABELS[name]}
          choices={withChosen(choicesOf(name, data), filters[name])}
          chosen={filters[name]}
          onChange={(chosen) => onChange({ [name]: chosen })}
        />
      ))}
      {isNarrowed(filters) && (
        <Button variant="quiet" className="shrink-0" onClick={onClear}>
          <X aria-hidden="true" className="size-4" />
          Limpar filtros
        </Button>
      )}
    </section>
  );
}
