import { CircleX, CloudCheck, CloudUpload, type LucideIcon, RotateCw, Undo2, Unlink } from "lucide-react";
import type { Push, PushAct, PushWay } from "@/api/models";
import type { Tone } from "@/components/ui/Badge";
import { formatInstant } from "@/lib/dates";

/** What became of telling Cal.com, with a sign that reads without colour. */
export const PUSH_STATES: Record<Push["estado"], { label: string; icon: LucideIcon; tone: Tone }> = {
  pendente: { label: "Envio pendente", icon: CloudUpload, tone: "attention" },
  enviado: { label: "Enviado", icon: CloudCheck, tone: "neutral" },
  recusado: { label: "Envio recusado", icon: CircleX, tone: "critical" },
};

const ACTS: Record<PushAct, string> = {
  remarcar: "remarcação",
  cancelar: "cancelamento",
  recusar: "recusa do pedido",
  confirmar: "aceite da reserva",
  marcar_ausencia: "registro de ausência",
  reservar: "reserva do horário",
};

/** `remarcação, 05/03/2026 14:05`: what Cal.com was asked, since when, and how often. */
export function pushText({ acao, desde, tentativas }: Push, zone: string): string {
  const tries = tentativas > 1 ? `, ${tentativas} tentativas` : "";
  return `${ACTS[acao]}, ${formatInstant(desde, zone)}${tries}`;
}

export function actLabel(act: PushAct): string {
  return ACTS[act];
}

export const WAYS: Record<PushWay, { label: string; icon: LucideIcon }> = {
  retry: { label: "Tentar de novo", icon: RotateCw },
  keep: { label: "Manter aqui", icon: Unlink },
  undo: { label: "Desfazer", icon: Undo2 },
};

const OUTCOMES: Record<PushAct, Record<PushWay, string>> = {
  remarcar: {
    retry: "Pede outra vez ao Cal.com que a reserva passe para este horário.",
    keep: "O horário novo fica só aqui; no Cal.com a reserva continua no horário antigo.",
    undo: "O agendamento volta ao horário que está no Cal.com.",
  },
  cancelar: {
    retry: "Pede outra vez ao Cal.com que cancele a reserva.",
    keep: "Fica cancelado só aqui; no Cal.com a reserva continua aberta e o paciente espera a visita.",
    undo: "O agendamento volta a valer, como está no Cal.com.",
  },
  recusar: {
    retry: "Pede outra vez ao Cal.com que recuse o pedido do paciente.",
    keep: "Fica cancelado só aqui; no Cal.com o pedido continua aguardando resposta.",
    undo: "O agendamento volta a aguardar resposta, como está no Cal.com.",
  },
  confirmar: {
    retry: "Pede outra vez ao Cal.com que aceite a reserva.",
    keep: "O status fica só aqui; no Cal.com a reserva continua aguardando aceite.",
    undo: "O agendamento volta a aguardar aceite, como está no Cal.com.",
  },
  marcar_ausencia: {
    retry: "Manda outra vez o registro de ausência ao Cal.com.",
    keep: "O registro fica só aqui; no Cal.com nada muda.",
    undo: "O registro volta ao que está no Cal.com.",
  },
  reservar: {
    retry: "Tenta outra vez reservar este horário no Cal.com.",
    keep: "Fica marcado aqui sem reserva: pelo Cal.com outra pessoa pode pegar o horário.",
    undo: "Tira a data e a hora: o agendamento volta a esperar um horário.",
  },
};

/** What a way out of a refused push will do. */
export function outcomeOf(act: PushAct, way: PushWay): string {
  return OUTCOMES[act][way];
}
