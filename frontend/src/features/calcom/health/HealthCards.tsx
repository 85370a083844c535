import type { Health } from "@/api/models";
import { formatInstant } from "@/lib/dates";
import { formatNumber, formatSpan } from "@/lib/format";
import { errorText } from "../runs/runWords";
import { HealthCard, type Line } from "./HealthCard";
import { apiVerdict, inboxVerdict, pushVerdict, queueText, WEBHOOK, workerVerdict } from "./healthWords";

type Spool = NonNullable<Health["inbox"]["spool"]>;

const instant = (iso: string | null) => (iso ? formatInstant(iso) : "nunca");
const span = (seconds: number | null) => (seconds === null ? "–" : formatSpan(seconds));

function webhookLines({ webhook, inbox }: Health): Line[] {
  return [
    { label: "Conferido em", value: instant(webhook.checked_at) },
    { label: "Defeitos", value: formatNumber(webhook.faults.length) },
    { label: "Última entrega", value: instant(inbox.last_received_at) },
  ];
}

function spoolLines(at: string, { waiting, oldest_at, unreadable }: Spool): Line[] {
  const since = oldest_at
    ? `, a mais antiga há ${formatSpan((Date.parse(at) - Date.parse(oldest_at)) / 1000)}`
    : "";
  return [
    { label: "Em disco, à espera do banco", value: waiting ? formatNumber(waiting) + since : "nenhuma" },
    ...(unreadable ? [{ label: "Em disco, ilegíveis", value: formatNumber(unreadable) }] : []),
  ];
}

function inboxLines({ at, inbox }: Health): Line[] {
  const { spool, states, waiting_since } = inbox;
  const waited = waiting_since ? (Date.parse(at) - Date.parse(waiting_since)) / 1000 : null;
  return [
    { label: "Últimas 24 h", value: formatNumber(inbox.received) },
    { label: "Na fila", value: formatNumber((states.received ?? 0) + (states.processing ?? 0)) },
    { label: "Mais antiga na fila", value: waited === null ? "nenhuma" : `há ${formatSpan(waited)}` },
    { label: "Ilegíveis", value: formatNumber(states.failed ?? 0) },
    { label: "Desistidas", value: formatNumber(states.dead ?? 0) },
    ...(spool ? spoolLines(at, spool) : []),
    { label: "Demora (mediana)", value: span(inbox.lag_median) },
    { label: "Demora (95 % até)", value: span(inbox.lag_p95) },
  ];
}

function apiLines({ api, runs }: Health): Line[] {
  if (!api.is_configured) return [{ label: "Efeito", value: "só os avisos do webhook entram" }];
  const turn = api.wait_seconds > 0 ? `em ${formatSpan(api.wait_seconds)}` : "livre agora";
  const why = api.is_reachable === false && runs.find(({ error }) => error)?.error;
  return [
    ...(why ? [{ label: "Motivo", value: errorText(why) }] : []),
    { label: "Consultada em", value: instant(api.seen_at) },
    { label: "Limite por minuto", value: formatNumber(api.calls_per_minute) },
    { label: "Próxima chamada", value: turn },
    {
      label: "Restam no Cal.com",
      value: api.calls_left === null ? "não informado" : formatNumber(api.calls_left),
    },
    { label: "Circuito", value: api.is_resting ? "aberto: em descanso" : "fechado" },
  ];
}

function pushLines({ pushes }: Health): Line[] {
  return [
    { label: "A caminho", value: formatNumber(pushes.waiting) },
    { label: "Atrasados", value: formatNumber(pushes.overdue) },
    { label: "Recusados", value: formatNumber(pushes.refused) },
  ];
}

/** The parts of the integration, each with its verdict. */
export function HealthCards({ health }: { health: Health }) {
  const { webhook, mapping_version, event_types } = health;
  const mapping = [
    { label: "Versão", value: formatNumber(mapping_version) },
    { label: "Tipos de evento", value: formatNumber(event_types) },
  ];
  const hasMap = event_types > 0;
  return (
    <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      <HealthCard
        title="Webhook"
        verdict={WEBHOOK[webhook.state]}
        lines={webhookLines(health)}
        to="/integracao/configuracao"
      />
      <HealthCard
        title="Entregas"
        verdict={inboxVerdict(health)}
        lines={inboxLines(health)}
        to="/integracao/entregas"
      />
      <HealthCard title="API do Cal.com" verdict={apiVerdict(health)} lines={apiLines(health)} />
      <HealthCard title="Envios ao Cal.com" verdict={pushVerdict(health)} lines={pushLines(health)} />
      <HealthCard
        title="Processamento"
        verdict={workerVerdict(health)}
        lines={[{ label: "Fila de trabalho", value: queueText(health) }]}
      />
      <HealthCard
        title="Mapeamento"
        verdict={hasMap ? { tone: "positive", label: "Em vigor" } : { tone: "attention", label: "Vazio" }}
        lines={mapping}
        to="/integracao/mapeamento"
      />
    </div>
  );
}
