import {
  CircleCheckBig,
  CircleDashed,
  CircleSlash,
  CircleX,
  type LucideIcon,
  OctagonX,
  RefreshCw,
} from "lucide-react";
import type { DeliveryState } from "@/api/models";
import type { Tone } from "@/components/ui/Badge";

export const DELIVERY_STATES: Record<DeliveryState, { label: string; icon: LucideIcon; tone: Tone }> = {
  received: { label: "Na fila", icon: CircleDashed, tone: "info" },
  processing: { label: "Em processamento", icon: RefreshCw, tone: "info" },
  done: { label: "Concluída", icon: CircleCheckBig, tone: "positive" },
  ignored: { label: "Ignorada", icon: CircleSlash, tone: "neutral" },
  failed: { label: "Falhou", icon: CircleX, tone: "critical" },
  dead: { label: "Desistiu", icon: OctagonX, tone: "critical" },
};

export const FAILURES: readonly DeliveryState[] = ["failed", "dead"];
/** What can be put back in the queue: what ended without reaching its appointment. */
export const REPLAYABLE: readonly DeliveryState[] = [...FAILURES, "ignored"];

export const TRIGGER_LABELS: Record<string, string> = {
  BOOKING_CREATED: "Reserva criada",
  BOOKING_REQUESTED: "Reserva pedida",
  BOOKING_RESCHEDULED: "Reserva remarcada",
  BOOKING_CANCELLED: "Reserva cancelada",
  BOOKING_REJECTED: "Reserva recusada",
  BOOKING_PAYMENT_INITIATED: "Pagamento iniciado",
  BOOKING_PAID: "Reserva paga",
  BOOKING_NO_SHOW_UPDATED: "Ausência marcada",
  MEETING_STARTED: "Horário começou",
  MEETING_ENDED: "Horário terminou",
  AFTER_HOSTS_CAL_VIDEO_NO_SHOW: "Ausência do anfitrião no vídeo",
  AFTER_GUESTS_CAL_VIDEO_NO_SHOW: "Ausência do convidado no vídeo",
  BOOKING_LOCATION_UPDATED: "Local alterado",
  BOOKING_REASSIGNED: "Anfitrião trocado",
  INSTANT_MEETING: "Reunião instantânea",
  INSTANT_MEETING_ACCEPTED: "Reunião instantânea aceita",
  RECORDING_READY: "Gravação pronta",
  RECORDING_TRANSCRIPTION_GENERATED: "Transcrição pronta",
  FORM_SUBMITTED: "Formulário enviado",
  FORM_SUBMITTED_NO_EVENT: "Formulário sem reserva",
  OOO_CREATED: "Ausência da equipe",
  PING: "Teste de conexão",
};

/** Why a delivery was ignored or failed: the codes of the backend's triggers, reading and join. */
const REASONS: Record<string, string> = {
  ping: "Só um teste de conexão",
  formulario: "Formulário: não trata de agendamento",
  fora_do_escritorio: "Ausência da equipe: não trata de agendamento",
  gravacao: "Gravação: não trata de agendamento",
  reuniao_instantanea: "Reunião instantânea: não trata de agendamento",
  ausencia_em_video: "Ausência em vídeo: não vale para coleta",
  local_alterado: "Troca de local: nada a mudar aqui",
  anfitriao_alterado: "Troca de anfitrião: nada a mudar aqui",
  atribuicao_contestada: "Contestação de atribuição: nada a mudar aqui",
  calendario: "Aviso do calendário: não trata de agendamento",
  credencial: "Aviso de credencial: não trata de agendamento",
  gatilho_desconhecido: "Tipo de aviso que este sistema não conhece",
  sem_gatilho: "Veio sem o tipo do aviso",
  corpo_ilegivel: "O conteúdo não pôde ser lido",
  sem_identificador: "Não diz de qual reserva fala",
  reserva_desconhecida: "Fala de uma reserva que ainda não chegou",
  apagado: "O agendamento foi apagado aqui",
  sem_conteudo: "O conteúdo não está mais guardado: o prazo passou, ou foi apagado",
  chave_desconhecida: "O conteúdo está lacrado com uma chave que o serviço não tem",
  assento_ambiguo: "Mais de um assento serve à pessoa: confira no Cal.com",
};

/** A trigger in plain words; one that this version does not know as it is. */
export function triggerLabel(trigger: string | null | undefined): string {
  return trigger ? (TRIGGER_LABELS[trigger] ?? trigger) : "Sem tipo";
}

/** Why a delivery ended as it did; a code without words here becomes readable text. */
export function reasonText(reason: string): string {
  const text = REASONS[reason] ?? reason.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
