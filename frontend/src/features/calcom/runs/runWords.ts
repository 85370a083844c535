import { CircleCheckBig, CircleDashed, CircleX, type LucideIcon, RefreshCw, Unplug } from "lucide-react";
import type { Drift, Run, RunKind, Unaccounted } from "@/api/models";
import type { Tone } from "@/components/ui/Badge";
import { formatNumber } from "@/lib/format";

export const RUN_KINDS: Record<RunKind, string> = {
  incremental: "O que mudou",
  full: "Janela inteira",
  custom: "Período escolhido",
};

export const RUN_STATES: Record<Run["state"], { label: string; icon: LucideIcon; tone: Tone }> = {
  pedida: { label: "Na fila", icon: CircleDashed, tone: "info" },
  em_andamento: { label: "Em andamento", icon: RefreshCw, tone: "info" },
  concluida: { label: "Concluída", icon: CircleCheckBig, tone: "positive" },
  falhou: { label: "Falhou", icon: CircleX, tone: "critical" },
  abandonada: { label: "Interrompida", icon: Unplug, tone: "attention" },
};

/** Who asked: the clock, the inbox, a person by name. */
export function askedBy(by: string): string {
  return (
    { relogio: "Automática", serie: "Série cancelada", "linha de comando": "Linha de comando" }[by] ?? by
  );
}

const DRIFT: Record<Drift["kind"], string> = {
  faltava_aqui: "Faltava na agenda",
  diferente: "Estava diferente aqui",
  mudou_la: "Mudou de reserva no Cal.com",
  vaga_deixada: "A vaga foi deixada no Cal.com",
  sumiu_la: "Sumiu do Cal.com",
  aceita_la: "Cancelada aqui, aceita no Cal.com",
  nao_aplicada: "Não pôde ser aplicada",
};

export const driftText = ({ kind }: Drift) => DRIFT[kind] ?? kind;

const WHY: Record<string, string> = {
  desconhecida: "Está no Cal.com e não chegou à agenda",
  apagada: "O agendamento foi apagado aqui",
  fechada_aqui: "Aberta no Cal.com, cancelada aqui",
  outro_horario: "O horário é outro aqui",
  envio_pendente: "A mudança da clínica ainda vai ao Cal.com",
  envio_recusado: "O Cal.com recusou a mudança da clínica",
  conflito: "Os dois lados mudaram: há um conflito aberto",
  mantida: "Mantida diferente por decisão da clínica",
  sumiu_la: "Está na agenda e sumiu do Cal.com",
};

export const whyText = ({ why }: Unaccounted) => WHY[why] ?? why.replaceAll("_", " ");

const ERRORS: Record<string, string> = {
  Retryable: "O Cal.com não respondeu.",
  Untrusted: "O certificado do Cal.com venceu ou não é de confiança.",
  CircuitOpen: "O Cal.com não vem respondendo; nova tentativa em breve.",
  RateLimited: "O limite de chamadas do Cal.com acabou.",
  Unavailable: "O banco de dados não respondeu.",
  "Final: sem_licenca": "O Cal.com recusou o acesso: falta a licença da API no servidor.",
  "Final: acesso_negado": "O Cal.com recusou a chave de acesso.",
  "Final: versao_desconhecida": "O Cal.com respondeu em outra versão da API.",
  "Final: resposta_desconhecida": "O Cal.com deu uma resposta que não se entende.",
};

/** Why a run failed; a technical word that this version does not know as it is. */
export const errorText = (error: string) => ERRORS[error] ?? ERRORS[error.split(":")[0] ?? ""] ?? error;

/** What the run did, in a line. */
export function outcomeOf({ state, error, tally, dry_run }: Run): string {
  if (state === "pedida") return "Começa em instantes";
  if (error) return errorText(error);
  const { rows, created, changed, left_to_person } = tally;
  const [made, moved] = dry_run ? ["a criar", "a mudar"] : ["criadas", "mudadas"];
  const parts = [
    `lidas: ${formatNumber(rows)}`,
    `${made}: ${formatNumber(created)}`,
    `${moved}: ${formatNumber(changed)}`,
  ];
  return [...parts, ...(left_to_person > 0 ? [`para uma pessoa: ${formatNumber(left_to_person)}`] : [])].join(
    " · ",
  );
}
