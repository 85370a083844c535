import { lazy, Suspense, useState } from "react";
import type { Appointment, Role } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Facts } from "@/components/ui/Facts";
import { ErrorMessage } from "@/components/ui/Message";
import { SidePanel } from "@/components/ui/SidePanel";
import { Skeleton } from "@/components/ui/Skeleton";
import { DrawerActions } from "./actions/DrawerActions";
import { ClaimsCard } from "./claims/ClaimsCard";
import { detailFacts } from "./detailFacts";
import { fieldLabel } from "./fields";
import { useRecentFields } from "./live/changes";
import { useAppointment } from "./queries";
import { BookingChain } from "./sides/BookingChain";
import { BothSides } from "./sides/BothSides";
import { Timeline } from "./Timeline";
import { useLogisticsNames } from "./useLogisticsChoices";

const AppointmentForm = lazy(async () => ({
  default: (await import("./form/AppointmentForm")).AppointmentForm,
}));

type AppointmentDrawerProps = {
  id: string;
  role: Role;
  onOpen: (id: string) => void;
  onClose: () => void;
};

function Details({ item, role }: { item: Appointment; role: Role }) {
  const nameOf = useLogisticsNames();
  const recent = new Set([...useRecentFields(item)].map(fieldLabel));
  return (
    <>
      <BothSides item={item} role={role} />
      {role !== "logistica" && <ClaimsCard item={item} />}
      {detailFacts(item, nameOf).map(({ title, facts }) => (
        <Facts key={title} title={title} facts={facts} recent={recent} />
      ))}
      <section aria-labelledby="timeline" className="pt-4">
        <h3 id="timeline" className="mb-3 font-bold">
          Linha do tempo
        </h3>
        <BookingChain id={item.id} zone={item.fuso} />
        <Timeline id={item.id} zone={item.fuso} />
      </section>
    </>
  );
}

/** One appointment in full, over the list, with what can be done to it. */
export function AppointmentDrawer({ id, role, onOpen, onClose }: AppointmentDrawerProps) {
  const { data, error, refetch } = useAppointment(id);
  /** The appointment as it was when editing began: what news is compared with. */
  const [edited, setEdited] = useState<Appointment | null>(null);
  if (edited) {
    const close = () => setEdited(null);
    return (
      <Suspense>
        <AppointmentForm
          item={edited}
          latest={data}
          logisticsOnly={role === "logistica"}
          onSaved={close}
          onClose={close}
        />
      </Suspense>
    );
  }
  const actions = { role, onOpen, onClose };
  return (
    <SidePanel
      title={data?.nome_paciente ?? "Agendamento"}
      description={data ? `${data.nome_unidade} · ${data.nome_marca}` : "Detalhes do agendamento"}
      onClose={onClose}
      footer={data && <DrawerActions {...actions} item={data} onEdit={() => setEdited(data)} />}
    >
      {data && <Details item={data} role={role} />}
      {!data && error && <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton />}
    </SidePanel>
  );
}
