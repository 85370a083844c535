import {
  Ban,
  CalendarCheck,
  CalendarClock,
  CalendarSync,
  CircleX,
  Clock,
  type LucideIcon,
} from "lucide-react";
import type { Booking } from "@/api/models";
import type { Tone } from "@/components/ui/Badge";
import { formatInstant, localDay, weekdayOf } from "@/lib/dates";

/** What became of a booking, in the words of the front desk. */
export const SITUATIONS: Record<Booking["situacao"], { label: string; icon: LucideIcon; tone: Tone }> = {
  pendente: { label: "Aguardando aceite", icon: Clock, tone: "attention" },
  aceita: { label: "Aceita", icon: CalendarCheck, tone: "positive" },
  recusada: { label: "Recusada", icon: CircleX, tone: "critical" },
  cancelada: { label: "Cancelada", icon: Ban, tone: "critical" },
  a_remarcar: { label: "Pediu outro horário", icon: CalendarClock, tone: "attention" },
  remarcada: { label: "Remarcada", icon: CalendarSync, tone: "neutral" },
};

const OPEN: ReadonlyArray<Booking["situacao"]> = ["pendente", "aceita"];

/** `qui. 05/03/2026 08:00` by the clock of `zone`. */
export function slotOf({ inicio }: Pick<Booking, "inicio">, zone: string): string {
  return inicio
    ? `${weekdayOf(localDay(new Date(inicio), zone))} ${formatInstant(inicio, zone)}`
    : "Sem horário";
}

/** The bookings of one visit that are open at once. */
export function openOnes(bookings: readonly Booking[]): Booking[] {
  return bookings.filter(({ situacao }) => OPEN.includes(situacao));
}
