import { useState } from "react";
import { useSearchParams } from "react-router";
import { PageHeader } from "@/components/ui/PageHeader";
import { SearchField } from "@/components/ui/SearchField";
import { Toolbar } from "@/components/ui/Toolbar";
import { DeliveryFilterBar } from "@/features/calcom/DeliveryFilterBar";
import { DeliveryList } from "@/features/calcom/DeliveryList";
import {
  type DeliveryFilters,
  readDeliveryFilters,
  writeDeliveryFilters,
} from "@/features/calcom/deliveryFilters";
import { ReplayMany } from "@/features/calcom/ReplayMany";
import { useSettled, useTitle } from "@/lib/hooks";

/** Everything that Cal.com delivered, and another try for what failed. */
export function DeliveriesPage() {
  useTitle("Entregas");
  const [params, setParams] = useSearchParams();
  const filters = readDeliveryFilters(params);
  const [typed, setTyped] = useState("");
  const uid = useSettled(typed.trim(), 300);
  const change = (next: Partial<DeliveryFilters>) =>
    setParams(writeDeliveryFilters({ ...filters, page: 1, ...next }));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Entregas do Cal.com">
        <ReplayMany filters={filters} uid={uid} />
      </PageHeader>
      <Toolbar>
        <SearchField label="Buscar pela reserva (uid)" value={typed} onChange={setTyped} />
        <DeliveryFilterBar filters={filters} onChange={change} />
      </Toolbar>
      <div className="rounded-lg border border-line bg-surface shadow-card">
        <DeliveryList filters={filters} uid={uid} onPage={(page) => change({ page })} />
      </div>
    </div>
  );
}
