import {
  CalendarCheck,
  CircleCheckBig,
  CircleX,
  type LucideIcon,
  TestTubeDiagonal,
  Trash2,
  UserRoundCheck,
  UserRoundX,
} from "lucide-react";
import type { Appointment, AppointmentFields, Role } from "@/api/models";
import { STATUS_NAMES, STATUSES } from "../statuses";

export type Question = "confirm" | "cancel" | "delete";
/** Something that can be done to an appointment: at once (`patch`), or after a question. */
export type Offer = { label: string; icon: LucideIcon; danger?: boolean } & (
  | { patch: Partial<AppointmentFields> }
  | { ask: Question }
);

const CONFIRM: Offer = { label: "Confirmar", icon: CircleCheckBig, ask: "confirm" };
const CANCEL: Offer = { label: "Cancelar agendamento", icon: CircleX, ask: "cancel", danger: true };
const DELETE: Offer = { label: "Excluir", icon: Trash2, ask: "delete", danger: true };

/** The step that most often comes next, or null where there is none. */
export function nextStep(item: Appointment): Offer | null {
  if (item.status === "Agendado") return CONFIRM;
  if (item.status === "Confirmado")
    return { label: "Marcar como coletado", icon: TestTubeDiagonal, patch: { status: "Coletado" } };
  const isOver = item.status === "Coletado" || item.status === "Cancelado";
  if (isOver || !item.hora_agendamento) return null;
  return { label: "Marcar como agendado", icon: CalendarCheck, patch: { status: "Agendado" } };
}

function absence({ inicio, paciente_ausente }: Appointment, now: Date): Offer[] {
  if (paciente_ausente)
    return [{ label: "Desfazer ausência", icon: UserRoundCheck, patch: { paciente_ausente: false } }];
  const hasBegun = inicio !== null && new Date(inicio) <= now;
  return hasBegun ? [{ label: "Paciente ausente", icon: UserRoundX, patch: { paciente_ausente: true } }] : [];
}

/** Everything else that `role` may do. Absence can be noted only after the start (DOMAIN.md). */
export function furtherSteps(item: Appointment, role: Role, now: Date): Offer[] {
  const next = nextStep(item);
  const offers = STATUS_NAMES.filter((status) => status !== item.status && status !== "Cancelado").map(
    (status): Offer =>
      status === "Confirmado"
        ? CONFIRM
        : { label: `Passar para ${status}`, icon: STATUSES[status].icon, patch: { status } },
  );
  const isNext = (offer: Offer) =>
    next !== null &&
    (offer === next || ("patch" in offer && "patch" in next && offer.patch.status === next.patch.status));
  return [
    ...offers.filter((offer) => !isNext(offer)),
    ...absence(item, now),
    ...(item.status === "Cancelado" ? [] : [CANCEL]),
    ...(role === "gestor" ? [DELETE] : []),
  ];
}
