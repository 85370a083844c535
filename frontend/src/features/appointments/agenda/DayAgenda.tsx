import { CalendarX2 } from "lucide-react";
import type { Agenda, Appointment } from "@/api/models";
import { messageOf } from "@/api/problem";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { WriteProblem } from "../actions/WriteProblem";
import { RecentChanges } from "../live/RecentChanges";
import { useUpdateAppointment } from "../mutations";
import { Column } from "./Column";
import { useAgenda } from "./queries";
import { Warnings } from "./Warnings";

type DayAgendaProps = {
  day: string;
  units: readonly string[];
  onOpen: (id: string) => void;
};

function visitsOf({ colunas, sem_coletora }: Agenda): Appointment[] {
  return [...sem_coletora, ...colunas.flatMap(({ agendamentos }) => agendamentos)];
}

function Columns({ agenda, onOpen }: { agenda: Agenda; onOpen: (id: string) => void }) {
  const update = useUpdateAppointment();
  const overlapping = new Set(agenda.avisos.flatMap(({ agendamentos }) => agendamentos));
  const assign = (item: Appointment, collector_id: string | null) =>
    update.mutate({ id: item.id, body: { collector_id, versao: item.versao } });
  const shared = {
    overlapping,
    onOpen,
    onAssign: assign,
    find: (id: string) => visitsOf(agenda).find((item) => item.id === id),
  };
  return (
    <>
      <WriteProblem error={update.error} onOpen={onOpen} />
      <section
        aria-label="Coletoras"
        className="flex flex-col gap-3 lg:flex-row lg:items-start lg:overflow-x-auto lg:pb-3 print:block"
      >
        <Column title="Sem coletora" collectorId={null} items={agenda.sem_coletora} {...shared} />
        {agenda.colunas.map(({ collector_id, nome, agendamentos }) => (
          <Column
            key={collector_id}
            title={nome}
            collectorId={collector_id}
            items={agendamentos}
            {...shared}
          />
        ))}
      </section>
    </>
  );
}

/** The day by collector: who has nobody yet, who goes where, and who would be at two places. */
export function DayAgenda({ day, units, onOpen }: DayAgendaProps) {
  const { data, error, isPlaceholderData, refetch } = useAgenda(day, units);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  const visits = visitsOf(data);
  if (visits.length === 0) {
    return (
      <Message icon={CalendarX2} title="Nenhuma visita neste dia">
        Quando houver, aparecem aqui para distribuir entre as coletoras.
      </Message>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <Warnings agenda={data} />
      <RecentChanges listKey={JSON.stringify([day, units])} items={isPlaceholderData ? undefined : visits}>
        <Columns agenda={data} onOpen={onOpen} />
      </RecentChanges>
    </div>
  );
}
