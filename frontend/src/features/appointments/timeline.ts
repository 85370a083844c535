import type { Change, HistoryEntry } from "@/api/models";
import { formatInstant, formatLocalDate } from "@/lib/dates";
import { formatCpf, formatPhone } from "@/lib/format";
import { fieldLabel } from "./fields";
import { pendingLabel } from "./pending";
import { ORIGIN_LABELS } from "./statuses";

const ACTORS: Record<string, string> = {
  planilha: "Planilha",
  calcom: "Cal.com",
  reconciliacao: "Conferência com o Cal.com",
  sistema: "Sistema",
};

const CAUSES: Record<string, string> = {
  entrega: "aviso recebido do Cal.com",
  envio: "resposta do Cal.com",
  autoagendamento: "reserva feita aqui",
  reconciliacao: "leitura das reservas",
  decisao: "decisão sobre o Cal.com",
  criacao: "cadastro",
  edicao: "edição",
  importacao: "importação de planilha",
  normalizacao: "conferência dos dados",
  cliente: "cadastro do cliente",
  contato: "contato confirmado",
  uniao: "união de dois registros",
};

/** Shown in date and hour, which are their projection: listing the instants again would only confuse. */
const REPEATED = ["inicio", "fim"];
/** What staff cannot read: that it was set, changed or removed is all there is to say. */
const OPAQUE = [
  "calcom_booking_id",
  "cliente_id",
  "driver_id",
  "collector_id",
  "car_id",
  "logistics_package_id",
];

/** Who did it: a person by name, a machine by what it is. */
export function actorLabel({ actor }: HistoryEntry): string {
  if (actor.kind === "usuario") return actor.name;
  const kind = ACTORS[actor.kind];
  if (!kind) return actor.name || actor.kind;
  return actor.kind === "planilha" && actor.name ? `${kind} (${actor.name})` : kind;
}

export function causeLabel({ cause }: HistoryEntry): string {
  return CAUSES[cause.kind] ?? cause.kind.replaceAll("_", " ");
}

function listText(values: readonly unknown[], field: string, zone: string): string {
  return values.map((value) => valueText(field, value, zone)).join(", ");
}

function textOf(field: string, value: string, zone: string): string {
  if (field === "pendencias") return pendingLabel(value);
  if (field === "cpf") return formatCpf(value);
  if (field === "telefone") return formatPhone(value);
  if (field === "origem") return ORIGIN_LABELS[value as keyof typeof ORIGIN_LABELS] ?? value;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatLocalDate(value);
  return /^\d{4}-\d{2}-\d{2}T/.test(value) ? formatInstant(value, zone) : value;
}

/** A field's value in words; "" where there is none. Instants are shown in the unit's zone. */
export function valueText(field: string, value: unknown, zone: string): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return listText(value, field, zone);
  if (typeof value === "boolean") return value ? "sim" : "não";
  if (typeof value === "string") return textOf(field, value, zone);
  if (typeof value !== "object") return String(value);
  if ("name" in value) return String(value.name);
  return listText(
    Object.values(value).filter((part) => part !== null && part !== ""),
    field,
    zone,
  );
}

function opaqueChange(change: Change): string {
  if (!change.from) return "definido";
  return change.to ? "trocado" : "removido";
}

function changeText(change: Change, zone: string): string {
  if (OPAQUE.includes(change.field)) return opaqueChange(change);
  const from = valueText(change.field, change.from, zone);
  const to = valueText(change.field, change.to, zone);
  if (from && to) return `${from} → ${to}`;
  return to || `${from} → removido`;
}

/** What a history entry changed, field by field, as the staff would say it. */
export function changeLines(entry: HistoryEntry, zone: string): Array<{ label: string; text: string }> {
  return entry.changes
    .filter(({ field }) => !REPEATED.includes(field))
    .map((change) => ({ label: fieldLabel(change.field), text: changeText(change, zone) }));
}
