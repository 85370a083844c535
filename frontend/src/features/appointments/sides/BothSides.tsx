import { CalendarSync, ExternalLink } from "lucide-react";
import { Link } from "react-router";
import type { Appointment, Role } from "@/api/models";
import { buttonClass } from "@/components/ui/Button";
import { openOnes, slotOf } from "./bookingWords";
import { ConflictCard } from "./ConflictCard";
import { conflictsOf } from "./conflictWords";
import { OpenBookings } from "./OpenBookings";
import { PushBadge } from "./PushBadge";
import { pushText } from "./pushWords";
import { useBookings } from "./queries";
import { RefusedPush } from "./RefusedPush";

type BothSidesProps = { item: Appointment; role: Role };

/** The way to choose the booking's time in Cal.com's own calendar; null where there is nothing to choose. */
function choosing({ reagendar_url, hora_agendamento, status }: Appointment): string | null {
  if (reagendar_url) return "Reagendar no Cal.com";
  const isWaiting = hora_agendamento === null && status !== "Cancelado" && status !== "Coletado";
  return isWaiting ? "Reservar no Cal.com" : null;
}

function Links({ item, choice }: { item: Appointment; choice: string | null }) {
  return (
    <div className="flex flex-wrap">
      {item.calcom_url && (
        <a href={item.calcom_url} target="_blank" rel="noreferrer" className={buttonClass("quiet")}>
          <ExternalLink aria-hidden="true" className="size-4" />
          Abrir no Cal.com
        </a>
      )}
      {choice && (
        <Link to={`/autoagendamento?agendamento=${item.id}`} className={buttonClass("quiet")}>
          <CalendarSync aria-hidden="true" className="size-4" />
          {choice}
        </Link>
      )}
    </div>
  );
}

/** The ways to the booking, and whether Cal.com knows staff's last change. */
function Strip({ item, role }: BothSidesProps) {
  // A refused one has a card of its own.
  const envio = item.envio?.estado === "recusado" ? null : item.envio;
  const choice = role === "logistica" ? null : choosing(item);
  if (!envio && !item.calcom_url && !choice) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-page px-2 py-1.5">
      {envio && (
        <p className="flex flex-wrap items-center gap-2 px-2 py-1">
          <PushBadge push={envio} />
          <span className="text-xs text-muted tabular-nums">{pushText(envio, item.fuso)}</span>
        </p>
      )}
      <Links item={item} choice={choice} />
    </div>
  );
}

function useOpenBookings({ id, fuso }: Appointment) {
  const { data } = useBookings(id);
  const open = openOnes(data?.reservas ?? []);
  return open.flatMap((booking) => (booking.url ? [{ url: booking.url, label: slotOf(booking, fuso) }] : []));
}

/** Where the appointment and its booking stand to each other, and what a person has to decide. */
export function BothSides({ item, role }: BothSidesProps) {
  const open = useOpenBookings(item);
  const isWriter = role !== "logistica";
  return (
    <div className="flex flex-col gap-3 pb-4 empty:hidden">
      <Strip item={item} role={role} />
      {item.envio?.estado === "recusado" && (
        <RefusedPush id={item.id} push={item.envio} canDecide={isWriter} />
      )}
      {open.length > 1 && <OpenBookings bookings={open} />}
      {conflictsOf(item).map((conflict) => (
        <ConflictCard key={conflict.id} conflict={conflict} zone={item.fuso} canSettle={isWriter} />
      ))}
    </div>
  );
}
