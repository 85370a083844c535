import { CircleCheckBig, Hourglass, type LucideIcon } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import { isProblem, messageOf } from "@/api/problem";
import { buttonClass } from "@/components/ui/Button";
import { useBooked } from "./bookingQueries";
import type { Deed } from "./useWidget";

const DONE: Record<Deed["kind"], string> = {
  booked: "Reserva feita",
  rescheduled: "Reserva remarcada",
  cancelled: "Reserva cancelada",
};

type BannerProps = { icon: LucideIcon; title: string; text?: string; children?: ReactNode };

/** Comes into sight by itself: whoever has just booked looks at the end of a long form. */
function Banner({ icon: Icon, title, text, children }: BannerProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div
      ref={place}
      role="status"
      className="flex scroll-m-20 flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-brand-soft px-4 py-3 text-brand-strong"
    >
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-bold">{title}</p>
        {text && <p>{text}</p>}
      </div>
      {children}
    </div>
  );
}

const WAITING = "Aparece aqui assim que o Cal.com confirmar.";

/** Being asked to slow down is no news to whoever waits. */
function waitingText(error: unknown): string {
  if (!error || isProblem(error, "limite_excedido")) return WAITING;
  const reason = isProblem(error, "nao_encontrado")
    ? "O Cal.com ainda não mostra a reserva."
    : messageOf(error);
  return `${reason} ${WAITING}`;
}

/** What became of what the widget spoke of: the appointment, once the server has it from Cal.com itself. */
export function BookingOutcome({ deed, onFollow }: { deed: Deed; onFollow?: (() => void) | undefined }) {
  const { data: id, error } = useBooked(deed);
  if (!id)
    return <Banner icon={Hourglass} title="Aguardando confirmação do Cal.com" text={waitingText(error)} />;
  return (
    <Banner icon={CircleCheckBig} title={DONE[deed.kind]}>
      <Link
        to={`/agendamentos?scope=all&agendamento=${id}`}
        onClick={onFollow}
        className={buttonClass("primary")}
      >
        Ver o agendamento
      </Link>
    </Banner>
  );
}
