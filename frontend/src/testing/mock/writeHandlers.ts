import { HttpResponse, http } from "msw";
import type { Appointment, AppointmentEdit, AppointmentFields, AppointmentNew } from "@/api/models";
import { invalid, problem, refusal } from "./answers";
import { appointment } from "./builders";
import type { MockState } from "./state";

const WRITERS = ["atendente", "gestor"];
const LOGISTICS = ["versao", "driver_id", "collector_id", "car_id", "logistics_package_id", "observacoes"];

/** What is written, with tags by id made whole. */
function fieldsOf(state: MockState, { tags, ...rest }: AppointmentFields): Partial<Appointment> {
  const chosen = state.registers.tags.filter(({ id }) => tags?.includes(id));
  return {
    ...(rest as Partial<Appointment>),
    ...(tags && { tags: chosen.map(({ id, name, color }) => ({ id, name, color })) }),
  };
}

function faults(wanted: AppointmentFields, item?: Appointment) {
  if (wanted.cpf && wanted.cpf.length !== 11) return invalid({ cpf: "CPF deve ter 11 dígitos." });
  const cancels = wanted.status === "Cancelado" && item?.calcom_booking_id;
  return cancels && !wanted.motivo_cancelamento
    ? invalid({ motivo_cancelamento: "Informe o motivo do cancelamento." })
    : null;
}

function duplicate(state: MockState, wanted: Partial<Appointment>, own?: string) {
  const keys = ["nome_paciente", "nome_unidade", "data_agendamento", "hora_agendamento"] as const;
  const isSame = (item: Appointment) =>
    item.id !== own && item.status !== "Cancelado" && keys.every((key) => item[key] === wanted[key]);
  return state.appointments.some(isSame)
    ? problem(409, "Este paciente já tem um agendamento nesta unidade, data e hora.", { code: "duplicado" })
    : null;
}

function create(state: MockState, wanted: AppointmentNew) {
  const made = appointment(500 + state.appointments.length, { pendencias: [], ...fieldsOf(state, wanted) });
  const refused = faults(wanted) ?? duplicate(state, made);
  if (refused) return refused;
  state.appointments.push(made);
  return HttpResponse.json(made, { status: 201 });
}

/** The fields changed since `versao`, by the history. */
function stale(state: MockState, item: Appointment) {
  const changed = (state.history.get(item.id) ?? []).flatMap(({ changes }) =>
    changes.map(({ field }) => field),
  );
  const more = { code: "versao_antiga", current: item, changed: [...new Set(changed)] };
  return problem(409, "Este agendamento mudou desde que você o abriu.", more);
}

function edit(state: MockState, id: unknown, { versao, ...wanted }: AppointmentEdit) {
  const item = state.appointments.find((one) => one.id === id);
  if (!item) return problem(404, "Agendamento não encontrado.");
  if (item.versao !== versao) return stale(state, item);
  const next = { ...item, ...fieldsOf(state, wanted), versao: versao + 1 };
  const refused = faults(wanted, item) ?? duplicate(state, next, item.id);
  if (refused) return refused;
  state.appointments = state.appointments.map((one) => (one.id === id ? next : one));
  return HttpResponse.json(next);
}

function remove(state: MockState, id: unknown) {
  const item = state.appointments.find((one) => one.id === id);
  if (item?.calcom_booking_id && item.status !== "Cancelado")
    return problem(409, "Há uma reserva aberta no Cal.com: cancele antes.", { code: "reserva_aberta" });
  state.appointments = state.appointments.filter((one) => one.id !== id);
  return new HttpResponse(null, { status: 204 });
}

export function writeHandlers(state: MockState) {
  return [
    http.post("*/api/v1/appointments", async ({ request }) => {
      const body = (await request.clone().json()) as AppointmentNew;
      return refusal(state, request, WRITERS) ?? create(state, body);
    }),
    http.patch("*/api/v1/appointments/:id", async ({ request, params }) => {
      const body = (await request.clone().json()) as AppointmentEdit;
      const isLogistics = Object.keys(body).every((name) => LOGISTICS.includes(name));
      return refusal(state, request, isLogistics ? undefined : WRITERS) ?? edit(state, params.id, body);
    }),
    http.delete(
      "*/api/v1/appointments/:id",
      ({ request, params }) => refusal(state, request, ["gestor"]) ?? remove(state, params.id),
    ),
  ];
}
