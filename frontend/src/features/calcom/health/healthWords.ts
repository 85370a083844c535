import type { Health, IntegrationTask, WebhookHealth } from "@/api/models";
import type { Tone } from "@/components/ui/Badge";

/** How well something is, in a word. */
export type Verdict = { tone: Tone; label: string };

const GOOD = (label: string): Verdict => ({ tone: "positive", label });
const LOOK = (label: string): Verdict => ({ tone: "attention", label });
const BAD = (label: string): Verdict => ({ tone: "critical", label });
const UNKNOWN = (label: string): Verdict => ({ tone: "neutral", label });

export const WEBHOOK: Record<WebhookHealth["state"], Verdict> = {
  ativo: GOOD("Ativo"),
  com_defeito: BAD("Com defeito"),
  desconhecido: UNKNOWN("Não conferido"),
};

/** Two minutes: longer than any delivery waits that nothing is wrong with. */
const SLOW_MS = 120_000;

export function inboxVerdict({ at, inbox }: Health): Verdict {
  if ((inbox.states.failed ?? 0) + (inbox.states.dead ?? 0) > 0) return BAD("Há entregas paradas");
  if (inbox.spool && !inbox.spool.is_writable) return LOOK("Disco sem escrita");
  if (inbox.spool?.unreadable) return LOOK("Há ilegíveis em disco");
  if (inbox.spool?.waiting) return LOOK("Esperam em disco");
  const isSlow = inbox.waiting_since && Date.parse(at) - Date.parse(inbox.waiting_since) > SLOW_MS;
  return isSlow ? LOOK("Atrasada") : GOOD("Em dia");
}

export function apiVerdict({ api }: Health): Verdict {
  if (!api.is_configured) return UNKNOWN("Não configurada");
  if (api.is_resting || api.is_reachable === false) return BAD("Não responde");
  return api.is_reachable ? GOOD("Responde") : UNKNOWN("Ainda não consultada");
}

export function pushVerdict({ pushes }: Health): Verdict {
  if (pushes.refused > 0) return BAD("Há recusas");
  return pushes.overdue > 0 ? LOOK("Atrasados") : GOOD("Em dia");
}

export function workerVerdict({ is_worker_alive, stalled }: Health): Verdict {
  if (!is_worker_alive) return BAD("Parado");
  return stalled.length > 0 ? BAD("Não avança") : GOOD("Em execução");
}

const KINDS: Record<string, string> = {
  process_delivery: "entregas",
  push_appointment: "envios",
  process_import: "importações",
  follow_ups: "cadastros",
};

/** Who attends to the work, or what of it waits in vain. */
export function queueText({ is_worker_alive, stalled }: Health): string {
  if (!is_worker_alive) return "ninguém atende";
  if (stalled.length === 0) return "atendida";
  return `parada: ${stalled.map((kind) => KINDS[kind] ?? kind.replaceAll("_", " ")).join(", ")}`;
}

const listed = (code: string) => `/agendamentos?scope=all&pendencia=${code}`;

/** What a person has to do of each kind, one and several, and where. */
const TASKS: Record<string, { one: string; many: string; to: string }> = {
  entregas_paradas: {
    one: "entrega parou e não chegou à agenda",
    many: "entregas pararam e não chegaram à agenda",
    to: "/integracao/entregas?state=failed&state=dead",
  },
  disco_ilegivel: {
    one: "entrega guardada em disco não pode ser lida",
    many: "entregas guardadas em disco não podem ser lidas",
    to: "/integracao/saude",
  },
  envios_atrasados: {
    one: "mudança da clínica ainda não chegou ao Cal.com",
    many: "mudanças da clínica ainda não chegaram ao Cal.com",
    to: "/integracao/conciliacao",
  },
  envio_recusado: {
    one: "agendamento com mudança recusada pelo Cal.com",
    many: "agendamentos com mudança recusada pelo Cal.com",
    to: listed("envio_recusado"),
  },
  conflito: {
    one: "agendamento com conflito entre os dois lados",
    many: "agendamentos com conflito entre os dois lados",
    to: "/conflitos",
  },
  reserva_nao_encontrada: {
    one: "agendamento cuja reserva sumiu do Cal.com",
    many: "agendamentos cuja reserva sumiu do Cal.com",
    to: listed("reserva_nao_encontrada"),
  },
  sem_reserva: {
    one: "agendamento sem o horário reservado no Cal.com",
    many: "agendamentos sem o horário reservado no Cal.com",
    to: listed("sem_reserva"),
  },
  unidade_nao_mapeada: {
    one: "agendamento sem unidade: complete o mapeamento",
    many: "agendamentos sem unidade: complete o mapeamento",
    to: listed("unidade_nao_mapeada"),
  },
  reservas_sem_par: {
    one: "reserva não bate entre os dois lados",
    many: "reservas não batem entre os dois lados",
    to: "/integracao/conciliacao",
  },
  configuracao: {
    one: "defeito na configuração do Cal.com",
    many: "defeitos na configuração do Cal.com",
    to: "/integracao/configuracao",
  },
};

/** A task in words with the way to it; a code that this version does not know as it is. */
export function taskOf({ code, total }: IntegrationTask): { text: string; to: string } {
  const known = TASKS[code];
  if (!known) return { text: code.replaceAll("_", " "), to: "/integracao/saude" };
  return { text: total === 1 ? known.one : known.many, to: known.to };
}
