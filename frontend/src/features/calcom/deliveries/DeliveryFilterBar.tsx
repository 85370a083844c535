import type { DeliveryState } from "@/api/models";
import { ChoiceFilter } from "@/components/ui/ChoiceFilter";
import { PeriodFilter } from "@/components/ui/PeriodFilter";
import type { DeliveryFilters } from "./deliveryFilters";
import { DELIVERY_STATES, TRIGGER_LABELS } from "./deliveryWords";

type DeliveryFilterBarProps = {
  filters: DeliveryFilters;
  onChange: (filters: Partial<DeliveryFilters>) => void;
};

const STATE_CHOICES = (Object.keys(DELIVERY_STATES) as DeliveryState[]).map((value) => ({
  value,
  label: DELIVERY_STATES[value].label,
}));
const TRIGGER_CHOICES = Object.entries(TRIGGER_LABELS).map(([value, label]) => ({ value, label }));

export function DeliveryFilterBar({ filters, onChange }: DeliveryFilterBarProps) {
  return (
    <section
      aria-label="Filtros"
      className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 lg:mx-0 lg:flex-1 lg:flex-wrap lg:overflow-visible lg:p-0"
    >
      <ChoiceFilter
        label="Situação"
        choices={STATE_CHOICES}
        chosen={filters.state}
        onChange={(state) => onChange({ state })}
      />
      <ChoiceFilter
        label="Aviso"
        choices={TRIGGER_CHOICES}
        chosen={filters.trigger}
        onChange={(trigger) => onChange({ trigger })}
      />
      <PeriodFilter
        period={{ from: filters.from, to: filters.to }}
        onChange={({ from, to }) => onChange({ from, to })}
      />
    </section>
  );
}
