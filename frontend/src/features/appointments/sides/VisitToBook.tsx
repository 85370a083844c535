import { ArrowLeft, ExternalLink } from "lucide-react";
import { Link } from "react-router";
import { messageOf } from "@/api/problem";
import { buttonClass } from "@/components/ui/Button";
import { ErrorMessage } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { useAppointment } from "../queries";
import { When } from "../When";

/** Whose visit a time is chosen for at Cal.com, the way back to it, and Cal.com's own page beside ours. */
export function VisitToBook({ id }: { id: string }) {
  const { data, error, refetch } = useAppointment(id);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={2} />;
  return (
    <section
      aria-label="Agendamento"
      className="flex flex-wrap items-center gap-x-8 gap-y-3 rounded-md bg-page px-4 py-3"
    >
      <div className="min-w-0">
        <p className="text-base font-semibold break-words">{data.nome_paciente}</p>
        <p className="text-muted">
          {data.nome_unidade} · {data.nome_marca}
        </p>
      </div>
      <When appointment={data} />
      <div className="flex flex-wrap gap-2 sm:ml-auto">
        <Link to={`/agendamentos?scope=all&agendamento=${id}`} className={buttonClass()}>
          <ArrowLeft aria-hidden="true" className="size-4" />
          Voltar ao agendamento
        </Link>
        {data.reagendar_url && (
          <a href={data.reagendar_url} target="_blank" rel="noreferrer" className={buttonClass("quiet")}>
            <ExternalLink aria-hidden="true" className="size-4" />
            Remarcar na página do Cal.com
          </a>
        )}
      </div>
    </section>
  );
}
