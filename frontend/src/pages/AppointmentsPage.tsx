import { useState } from "react";
import { PageHeader } from "@/components/ui/PageHeader";
import { SearchField } from "@/components/ui/SearchField";
import { Toolbar } from "@/components/ui/Toolbar";
import { AppointmentDrawer } from "@/features/appointments/AppointmentDrawer";
import { AppointmentList } from "@/features/appointments/AppointmentList";
import { FilterBar } from "@/features/appointments/FilterBar";
import { cleared, isNarrowed, sortOf } from "@/features/appointments/filters";
import { LiveSign } from "@/features/appointments/live/LiveSign";
import { ScopeTabs } from "@/features/appointments/ScopeTabs";
import { SortSelect } from "@/features/appointments/SortSelect";
import { useListFilters } from "@/features/appointments/useListFilters";
import { useSettled, useTitle } from "@/lib/hooks";

/** The clinic's agenda. */
export function AppointmentsPage() {
  useTitle("Agendamentos");
  const { filters, setFilters, openId, open } = useListFilters();
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim(), 300);

  const type = (text: string) => {
    setTyped(text);
    if (filters.page > 1) setFilters({});
  };
  const clear = () => {
    setTyped("");
    setFilters(cleared(filters));
  };

  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Agendamentos">
        <LiveSign />
      </PageHeader>
      <Toolbar>
        <SearchField label="Buscar por nome, CPF ou telefone" value={typed} onChange={type} />
        <SortSelect
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort: sortOf(sort, filters.scope) })}
        />
        <FilterBar filters={filters} onChange={setFilters} onClear={clear} />
      </Toolbar>
      <div className="rounded-lg border border-line bg-surface shadow-card">
        <div className="border-b border-line px-2">
          <ScopeTabs filters={filters} />
        </div>
        <AppointmentList
          filters={filters}
          search={search}
          isNarrowed={isNarrowed(filters) || search !== ""}
          onChange={setFilters}
          onClear={clear}
          onOpen={open}
        />
      </div>
      {openId && <AppointmentDrawer id={openId} onClose={() => open(null)} />}
    </div>
  );
}
