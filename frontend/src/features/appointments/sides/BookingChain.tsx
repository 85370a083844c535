import { ExternalLink } from "lucide-react";
import type { Booking } from "@/api/models";
import { Badge } from "@/components/ui/Badge";
import { cx } from "@/lib/cx";
import { formatInstant } from "@/lib/dates";
import { SITUATIONS, slotOf } from "./bookingWords";
import { useBookings } from "./queries";

type ChainProps = { label: string; bookings: readonly Booking[]; zone: string };

function Step({ booking, zone }: { booking: Booking; zone: string }) {
  const { label, icon, tone } = SITUATIONS[booking.situacao];
  return (
    <li
      aria-current={booking.atual ? "true" : undefined}
      className="relative border-l-2 border-line pb-3 pl-4 last:pb-0"
    >
      <span
        aria-hidden="true"
        className={cx(
          "absolute top-1.5 -left-[5px] size-2 rounded-full",
          booking.atual ? "bg-brand" : "bg-line-strong",
        )}
      />
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className={cx("tabular-nums", booking.atual ? "font-semibold" : "text-muted")}>
          {slotOf(booking, zone)}
        </span>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
        {booking.url && (
          <a
            href={booking.url}
            target="_blank"
            rel="noreferrer"
            aria-label={`Ver a reserva de ${slotOf(booking, zone)} no Cal.com`}
            className="grid size-6 place-items-center rounded-sm text-brand hover:bg-brand-soft"
          >
            <ExternalLink aria-hidden="true" className="size-3.5" />
          </a>
        )}
      </p>
      {booking.criada_em && (
        <p className="text-xs text-muted tabular-nums">feita em {formatInstant(booking.criada_em, zone)}</p>
      )}
      {booking.motivo && <p className="break-words">Motivo: {booking.motivo}</p>}
    </li>
  );
}

function Chain({ label, bookings, zone }: ChainProps) {
  return (
    <div>
      <h4 className="mb-2 font-semibold">{label}</h4>
      <ol aria-label={label} className="ml-1">
        {bookings.map((booking) => (
          <Step key={booking.url ?? `${booking.criada_em} ${booking.inicio}`} booking={booking} zone={zone} />
        ))}
      </ol>
    </div>
  );
}

/** How the visit's booking moved, oldest first, and the bookings that staff left behind; hours in the unit's zone. */
export function BookingChain({ id, zone }: { id: string; zone: string }) {
  const { data } = useBookings(id);
  if (!data || data.reservas.length + data.anteriores.length === 0) return null;
  return (
    <div className="mb-5 flex flex-col gap-4 rounded-md bg-page p-4">
      {data.anteriores.map((bookings) => (
        <Chain key={bookings[0]?.url} label="Reserva anterior" bookings={bookings} zone={zone} />
      ))}
      {data.reservas.length > 0 && <Chain label="Reserva no Cal.com" bookings={data.reservas} zone={zone} />}
    </div>
  );
}
