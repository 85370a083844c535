import { ExternalLink, GitCompareArrows } from "lucide-react";
import { buttonClass } from "@/components/ui/Button";

export type OpenBooking = { url: string; label: string };

/** Two bookings of one visit are open: which stays is decided at Cal.com, by cancelling the other. */
export function OpenBookings({ bookings }: { bookings: readonly OpenBooking[] }) {
  return (
    <section
      aria-label="Reservas abertas"
      className="flex flex-col gap-3 rounded-md bg-attention-soft p-4 text-attention-ink"
    >
      <h3 className="flex items-center gap-2 font-bold">
        <GitCompareArrows aria-hidden="true" className="size-4" />
        Este paciente tem {bookings.length} reservas abertas para a mesma visita
      </h3>
      <p>Abra a que não vale e cancele no Cal.com. Este aviso some sozinho.</p>
      <ul className="flex flex-wrap gap-2">
        {bookings.map(({ url, label }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer" className={buttonClass()}>
              <ExternalLink aria-hidden="true" className="size-4" />
              {label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
