import { Printer } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useRegister } from "@/api/useRegister";
import { Button } from "@/components/ui/Button";
import { ChoiceFilter } from "@/components/ui/ChoiceFilter";
import { DayPicker } from "@/components/ui/DayPicker";
import { PageHeader } from "@/components/ui/PageHeader";
import { AppointmentDrawer } from "@/features/appointments/AppointmentDrawer";
import { DayAgenda } from "@/features/appointments/agenda/DayAgenda";
import { LiveSign } from "@/features/appointments/live/LiveSign";
import { useUser } from "@/features/auth/useSession";
import { BROWSER_ZONE, isLocalDate, localDay, longDate } from "@/lib/dates";
import { useTitle } from "@/lib/hooks";

/** Day and units, kept in the URL. */
function useAgendaFilters() {
  const [params, setParams] = useSearchParams();
  const today = localDay(new Date(), BROWSER_ZONE);
  const asked = params.get("data");
  const day = isLocalDate(asked) ? asked : today;
  const units = params.getAll("nome_unidade");
  const go = (nextDay: string, nextUnits: readonly string[]) =>
    setParams([
      ...(nextDay === today ? [] : [["data", nextDay] as [string, string]]),
      ...nextUnits.map((name): [string, string] => ["nome_unidade", name]),
    ]);
  return { today, day, units, go };
}

/** The day's visits by collector, for logística. */
export function AgendaPage() {
  useTitle("Agenda das coletoras");
  const { today, day, units, go } = useAgendaFilters();
  const { data: known = [] } = useRegister("units");
  const names = [...new Set([...known.map(({ nome_unidade }) => nome_unidade), ...units])].sort();
  const { role } = useUser();
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Agenda das coletoras">
        <LiveSign />
        <Button className="print:hidden" onClick={() => window.print()}>
          <Printer aria-hidden="true" className="size-4" />
          Imprimir
        </Button>
      </PageHeader>
      <div className="flex flex-wrap items-center gap-3">
        <p className="mr-auto text-base font-semibold first-letter:uppercase">{longDate(day)}</p>
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          <ChoiceFilter
            label="Unidade"
            choices={names.map((name) => ({ value: name, label: name }))}
            chosen={units}
            onChange={(chosen) => go(day, chosen)}
          />
          <DayPicker day={day} today={today} onDay={(next) => go(next, units)} />
        </div>
      </div>
      <DayAgenda day={day} units={units} onOpen={setOpenId} />
      {openId && (
        <AppointmentDrawer id={openId} role={role} onOpen={setOpenId} onClose={() => setOpenId(null)} />
      )}
    </div>
  );
}
