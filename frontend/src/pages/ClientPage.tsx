import { useState } from "react";
import { useParams } from "react-router";
import { messageOf } from "@/api/problem";
import { Card } from "@/components/ui/Card";
import { ErrorMessage } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { AppointmentDrawer } from "@/features/appointments/AppointmentDrawer";
import { ClientAppointments } from "@/features/appointments/ClientAppointments";
import { useUser } from "@/features/auth/useSession";
import { ClientHeader } from "@/features/clients/ClientHeader";
import { useClient } from "@/features/clients/queries";
import { PersonalData } from "@/features/privacy/PersonalData";
import { useTitle } from "@/lib/hooks";

/** One client with every appointment. */
export function ClientPage() {
  useTitle("Cliente");
  const { id = "" } = useParams();
  const { data, error, refetch } = useClient(id);
  const { role } = useUser();
  const [openId, setOpenId] = useState<string | null>(null);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  return (
    <div className="flex flex-col gap-4">
      <ClientHeader client={data} canWrite={role !== "logistica"} />
      <h2 className="text-lg font-bold">Agendamentos</h2>
      <Card>
        <ClientAppointments id={id} onOpen={setOpenId} />
      </Card>
      {role === "gestor" && <PersonalData id={id} name={data.nome} />}
      {openId && (
        <AppointmentDrawer id={openId} role={role} onOpen={setOpenId} onClose={() => setOpenId(null)} />
      )}
    </div>
  );
}
