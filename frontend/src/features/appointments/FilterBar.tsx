import { X } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { ChoiceFilter } from "@/components/ui/ChoiceFilter";
import { NameFilter } from "@/components/ui/NameFilter";
import { PeriodFilter } from "@/components/ui/PeriodFilter";
import { isNarrowed, type ListFilters } from "./filters";
import { PENDING_LABELS } from "./pending";
import { usePlaces } from "./queries";
import { ORIGIN_LABELS, STATUS_NAMES } from "./statuses";

type FilterBarProps = {
  filters: ListFilters;
  onChange: (filters: Partial<ListFilters>) => void;
  onClear: () => void;
};

function choicesOf<T extends string>(labels: Record<T, string>) {
  return (Object.entries(labels) as Array<[T, string]>).map(([value, label]) => ({ value, label }));
}

const STATUS_CHOICES = STATUS_NAMES.map((status) => ({ value: status, label: status }));
const ORIGIN_CHOICES = choicesOf(ORIGIN_LABELS);
const PENDING_CHOICES = choicesOf(PENDING_LABELS);

/** The list's filters; on a phone they scroll sideways. */
export function FilterBar({ filters, onChange, onClear }: FilterBarProps) {
  const { units, brands } = usePlaces();
  return (
    <section
      aria-label="Filtros"
      className="-mx-4 flex items-center gap-2 overflow-x-auto px-4 py-1 lg:mx-0 lg:flex-1 lg:flex-wrap lg:overflow-visible lg:p-0"
    >
      <ChoiceFilter
        label="Status"
        choices={STATUS_CHOICES}
        chosen={filters.status}
        onChange={(status) => onChange({ status })}
      />
      <PeriodFilter
        period={{ from: filters.data_inicio, to: filters.data_fim }}
        onChange={({ from, to }) => onChange({ data_inicio: from, data_fim: to })}
      />
      <NameFilter
        label="Unidade"
        known={units}
        chosen={filters.nome_unidade}
        onChange={(nome_unidade) => onChange({ nome_unidade })}
      />
      <NameFilter
        label="Marca"
        known={brands}
        chosen={filters.nome_marca}
        onChange={(nome_marca) => onChange({ nome_marca })}
      />
      <ChoiceFilter
        label="Origem"
        choices={ORIGIN_CHOICES}
        chosen={filters.origem}
        onChange={(origem) => onChange({ origem })}
      />
      <ChoiceFilter
        label="Pendência"
        choices={PENDING_CHOICES}
        chosen={filters.pendencia}
        onChange={(pendencia) => onChange({ pendencia })}
      />
      {isNarrowed(filters) && (
        <Button variant="quiet" className="shrink-0" onClick={onClear}>
          <X aria-hidden="true" className="size-4" />
          Limpar filtros
        </Button>
      )}
    </section>
  );
}
