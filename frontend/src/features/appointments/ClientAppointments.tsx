import { CalendarX2 } from "lucide-react";
import { messageOf } from "@/api/problem";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { AppointmentCards } from "./AppointmentCards";
import { useClientAppointments } from "./queries";

const NONE: ReadonlySet<string> = new Set();

/** Every appointment of one client, the latest first. */
export function ClientAppointments({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const { data, error, refetch } = useClientAppointments(id);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} />;
  if (data.total === 0) return <Message icon={CalendarX2} title="Nenhum agendamento deste cliente" />;
  return <AppointmentCards items={data.items} recent={NONE} onOpen={onOpen} />;
}
