import { HttpResponse, http } from "msw";
import type { Appointment } from "@/api/models";
import { pageOf, problem, refusal, unknownParameter } from "./answers";
import { daysFromToday } from "./builders";
import type { MockState } from "./state";

const CHOICES = ["status", "origem", "nome_unidade", "nome_marca"] as const;
const PARAMETERS = [
  ...CHOICES,
  ...["scope", "pendencia", "data_inicio", "data_fim", "driver_id", "collector_id", "tag", "cliente_id"],
  ...["q", "sort", "page", "page_size"],
];

/** Without accents and case. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function isInScope({ data_agendamento: date }: Appointment, scope: string): boolean {
  if (scope === "all") return true;
  if (!date) return scope === "unscheduled";
  return scope === (date >= daysFromToday(0) ? "current" : "history");
}

function isInPeriod({ data_agendamento: date }: Appointment, params: URLSearchParams): boolean {
  const [from, to] = [params.get("data_inicio"), params.get("data_fim")];
  return (!from || (date ?? "") >= from) && (!to || (date !== null && date <= to));
}

function hasIds(item: Appointment, params: URLSearchParams): boolean {
  const isOneOf = (name: string, values: Array<string | null>) =>
    !params.has(name) || values.some((value) => params.getAll(name).includes(value ?? ""));
  return (
    isOneOf("driver_id", [item.driver_id]) &&
    isOneOf("collector_id", [item.collector_id]) &&
    isOneOf("cliente_id", [item.cliente_id]) &&
    isOneOf(
      "tag",
      item.tags.map(({ id }) => id),
    )
  );
}

/** Whether the listing's filters in `params` let an appointment through. */
export function matches(item: Appointment, params: URLSearchParams): boolean {
  const codes = params.getAll("pendencia");
  const q = folded(params.get("q") ?? "");
  return (
    isInScope(item, params.get("scope") ?? "all") &&
    isInPeriod(item, params) &&
    CHOICES.every((name) => !params.has(name) || params.getAll(name).includes(item[name])) &&
    hasIds(item, params) &&
    (codes.length === 0 || codes.some((code) => item.pendencias.includes(code))) &&
    [item.nome_paciente, item.cpf, item.telefone].some((text) => folded(text ?? "").includes(q))
  );
}

function ordered(items: Appointment[], sort: string): Appointment[] {
  const field = sort.replace(/^-/, "") as keyof Appointment;
  const text = (item: Appointment) =>
    `${item[field] ?? ""} ${field === "data_agendamento" ? item.hora_agendamento : ""}`;
  const rising = items.toSorted((a, b) => text(a).localeCompare(text(b)));
  return sort.startsWith("-") ? rising.reverse() : rising;
}

function list(state: MockState, params: URLSearchParams) {
  const found = state.appointments.filter((item) => matches(item, params));
  return (
    unknownParameter(params, PARAMETERS) ?? pageOf(ordered(found, params.get("sort") ?? "created_at"), params)
  );
}

export function appointmentHandlers(state: MockState) {
  const one = (id: unknown) => {
    const found = state.appointments.find((item) => item.id === id);
    return found ? HttpResponse.json(found) : problem(404, "Agendamento não encontrado.");
  };
  return [
    http.get(
      "*/api/v1/appointments/stream",
      ({ request }) => refusal(state, request) ?? state.stream.respond(request),
    ),
    http.get(
      "*/api/v1/appointments/:id/history",
      ({ request, params }) =>
        refusal(state, request) ?? HttpResponse.json(state.history.get(String(params.id)) ?? []),
    ),
    http.get("*/api/v1/appointments/:id", ({ request, params }) => refusal(state, request) ?? one(params.id)),
    http.get(
      "*/api/v1/appointments",
      ({ request }) => refusal(state, request) ?? list(state, new URL(request.url).searchParams),
    ),
  ];
}
