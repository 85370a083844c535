import { CalendarPlus, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { PageHeader } from "@/components/ui/PageHeader";
import { SearchField } from "@/components/ui/SearchField";
import { Skeleton } from "@/components/ui/Skeleton";
import { Toolbar } from "@/components/ui/Toolbar";
import { AppointmentDrawer } from "@/features/appointments/AppointmentDrawer";
import { AppointmentList } from "@/features/appointments/AppointmentList";
import { FilterBar } from "@/features/appointments/FilterBar";
import { cleared, isNarrowed, sortOf } from "@/features/appointments/filters";
import { KpiStrip } from "@/features/appointments/kpis/KpiStrip";
import { LiveSign } from "@/features/appointments/live/LiveSign";
import { ScopeTabs } from "@/features/appointments/ScopeTabs";
import { SortSelect } from "@/features/appointments/SortSelect";
import { useListFilters } from "@/features/appointments/useListFilters";
import { ViewSwitch } from "@/features/appointments/views/ViewSwitch";
import { useUser } from "@/features/auth/useSession";
import { ImportButton } from "@/features/imports/ImportButton";
import { useSettled, useTitle } from "@/lib/hooks";

const AppointmentForm = lazy(async () => ({
  default: (await import("@/features/appointments/form/AppointmentForm")).AppointmentForm,
}));
const BookingPanel = lazy(async () => ({
  default: (await import("@/features/booking/BookingPanel")).BookingPanel,
}));
const Calendar = lazy(async () => ({
  default: (await import("@/features/appointments/views/Calendar")).Calendar,
}));

/** The search text, kept out of the URL; a change of it starts at the first page. */
function useSearch(toFirstPage: () => void) {
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim(), 300);
  const type = (text: string) => {
    setTyped(text);
    toFirstPage();
  };
  return { typed, search, type, reset: () => setTyped("") };
}

type Listing = ReturnType<typeof useListFilters> & { search: string; clear: () => void };

/** What is listed and how: scope, order and view. */
function ListHead({ filters, setFilters }: Pick<Listing, "filters" | "setFilters">) {
  return (
    <div className="flex flex-col-reverse gap-x-3 border-b border-line px-2 lg:flex-row lg:items-center lg:justify-between">
      <ScopeTabs filters={filters} />
      <div className="flex items-center gap-2 py-2">
        <SortSelect
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort: sortOf(sort, filters.scope) })}
          always={filters.view === "cards"}
        />
        <ViewSwitch view={filters.view} onView={(view) => setFilters({ view })} />
      </div>
    </div>
  );
}

/** The appointments in the view that was chosen. */
function Listed({ filters, setFilters, open, search, clear }: Listing) {
  if (filters.view === "calendar") {
    return (
      <Suspense fallback={<Skeleton lines={8} />}>
        <Calendar filters={filters} search={search} onChange={setFilters} onOpen={open}>
          <ViewSwitch view={filters.view} onView={(view) => setFilters({ view })} />
        </Calendar>
      </Suspense>
    );
  }
  return (
    <AppointmentList
      filters={filters}
      search={search}
      isNarrowed={isNarrowed(filters) || search !== ""}
      onChange={setFilters}
      onClear={clear}
      onOpen={open}
    />
  );
}

/** Booking as a patient does, without leaving the agenda. */
function BookingButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <CalendarPlus aria-hidden="true" className="size-4" />
        Autoagendar
      </Button>
      {isOpen && (
        <Suspense>
          <BookingPanel onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** New appointment, booking and import, for those who may write. */
function Entering({ onCreated }: { onCreated: (id: string) => void }) {
  const [creating, setCreating] = useState(false);
  const { role } = useUser();
  if (role === "logistica") return null;
  const close = () => setCreating(false);
  return (
    <>
      <ImportButton />
      <BookingButton />
      <Button variant="primary" onClick={() => setCreating(true)}>
        <Plus aria-hidden="true" className="size-4" />
        Novo agendamento
      </Button>
      {creating && (
        <Suspense>
          <AppointmentForm
            item={null}
            onClose={close}
            onSaved={({ id }) => {
              // The form's guard against leaving must be gone before the way leads to what was created.
              flushSync(close);
              onCreated(id);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** The clinic's agenda. */
export function AppointmentsPage() {
  useTitle("Agendamentos");
  const list = useListFilters();
  const { filters, setFilters, openId, open } = list;
  const { typed, search, type, reset } = useSearch(() => filters.page > 1 && setFilters({}));
  const { role } = useUser();
  const clear = () => {
    reset();
    setFilters(cleared(filters));
  };

  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Agendamentos">
        <LiveSign />
        <Entering onCreated={open} />
      </PageHeader>
      <KpiStrip filters={filters} search={search} />
      <Toolbar>
        <SearchField label="Buscar por nome, CPF ou telefone" value={typed} onChange={type} />
        <FilterBar filters={filters} onChange={setFilters} onClear={clear} />
      </Toolbar>
      <Card>
        {filters.view !== "calendar" && <ListHead {...list} />}
        <Listed {...list} search={search} clear={clear} />
      </Card>
      {openId && <AppointmentDrawer id={openId} role={role} onOpen={open} onClose={() => open(null)} />}
    </div>
  );
}
