import { useState } from "react";
import { useSearchParams } from "react-router";
import { Card } from "@/components/ui/Card";
import { SearchField } from "@/components/ui/SearchField";
import { Toolbar } from "@/components/ui/Toolbar";
import { useSettled } from "@/lib/hooks";
import { DeliveryFilterBar } from "./DeliveryFilterBar";
import { DeliveryList } from "./DeliveryList";
import { type DeliveryFilters, readDeliveryFilters, writeDeliveryFilters } from "./deliveryFilters";
import { ReplayMany } from "./ReplayMany";

/** Everything that Cal.com delivered, and another try for what failed. */
export function DeliveriesPart() {
  const [params, setParams] = useSearchParams();
  const filters = readDeliveryFilters(params);
  const [typed, setTyped] = useState("");
  const uid = useSettled(typed.trim(), 300);
  const change = (next: Partial<DeliveryFilters>) =>
    setParams(writeDeliveryFilters({ ...filters, page: 1, ...next }));
  return (
    <>
      <Toolbar>
        <SearchField label="Buscar pela reserva (uid)" value={typed} onChange={setTyped} />
        <DeliveryFilterBar filters={filters} onChange={change} />
        <div className="flex flex-wrap items-center gap-3">
          <ReplayMany filters={filters} uid={uid} />
        </div>
      </Toolbar>
      <Card>
        <DeliveryList filters={filters} uid={uid} onPage={(page) => change({ page })} />
      </Card>
    </>
  );
}
