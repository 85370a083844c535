import { ExternalLink } from "lucide-react";
import type { Appointment } from "@/api/models";
import { messageOf } from "@/api/problem";
import { buttonClass } from "@/components/ui/Button";
import { Facts } from "@/components/ui/Facts";
import { ErrorMessage } from "@/components/ui/Message";
import { SidePanel } from "@/components/ui/SidePanel";
import { Skeleton } from "@/components/ui/Skeleton";
import { detailFacts } from "./detailFacts";
import { useAppointment } from "./queries";
import { Timeline } from "./Timeline";

function Details({ item }: { item: Appointment }) {
  return (
    <>
      {detailFacts(item).map(({ title, facts }) => (
        <Facts key={title} title={title} facts={facts} />
      ))}
      <section aria-labelledby="timeline" className="pt-4">
        <h3 id="timeline" className="mb-3 font-bold">
          Linha do tempo
        </h3>
        <Timeline id={item.id} zone={item.fuso} />
      </section>
    </>
  );
}

function CalcomLink({ url }: { url: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer" className={buttonClass()}>
      <ExternalLink aria-hidden="true" className="size-4" />
      Abrir no Cal.com
    </a>
  );
}

/** One appointment in full, over the list. */
export function AppointmentDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useAppointment(id);
  const url = data?.calcom_url;
  return (
    <SidePanel
      title={data?.nome_paciente ?? "Agendamento"}
      description={data ? `${data.nome_unidade} · ${data.nome_marca}` : "Detalhes do agendamento"}
      onClose={onClose}
      footer={url && <CalcomLink url={url} />}
    >
      {data && <Details item={data} />}
      {!data && error && <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton />}
    </SidePanel>
  );
}
