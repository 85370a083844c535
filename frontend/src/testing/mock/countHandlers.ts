import { HttpResponse, http } from "msw";
import type { Appointment } from "@/api/models";
import { refusal } from "./answers";
import { matches } from "./appointmentHandlers";
import { daysFromToday } from "./builders";
import type { MockState } from "./state";

function tally<T>(items: readonly Appointment[], keyOf: (item: Appointment) => T): Array<[T, number]> {
  const counts = new Map<string, [T, number]>();
  for (const item of items) {
    const key = keyOf(item);
    const entry = counts.get(JSON.stringify(key)) ?? [key, 0];
    counts.set(JSON.stringify(key), [key, entry[1] + 1]);
  }
  return [...counts.values()];
}

function kpis(state: MockState, params: URLSearchParams) {
  const found = state.appointments.filter((item) => matches(item, params));
  const count = (test: (item: Appointment) => boolean) => found.filter(test).length;
  const share = (part: number) => (found.length ? Math.round((1000 * part) / found.length) / 10 : 0);
  return HttpResponse.json({
    total: found.length,
    confirmados: count(({ status }) => status === "Confirmado"),
    pendentes: count(({ status }) => status === "Pendente"),
    cancelados: count(({ status }) => status === "Cancelado"),
    coletados: count(({ status }) => status === "Coletado"),
    com_pendencia: count(({ pendencias }) => pendencias.length > 0),
    por_origem: tally(found, (item) => item.origem).map(([origem, total]) => ({ origem, total })),
    por_unidade: tally(found, ({ nome_unidade, nome_marca }) => ({ nome_unidade, nome_marca })).map(
      ([place, total]) => ({ ...place, total }),
    ),
    autoagendados_percentual: share(count(({ origem }) => origem === "calcom")),
    ausentes_percentual: share(count((item) => item.paciente_ausente)),
    data_inicio: params.get("data_inicio") ?? daysFromToday(-29),
    data_fim: params.get("data_fim") ?? daysFromToday(0),
  });
}

function choices(state: MockState) {
  const distinct = <T>(values: T[]) => [...new Set(values)].sort();
  const { appointments, registers } = state;
  return HttpResponse.json({
    nome_unidade: distinct(appointments.map((item) => item.nome_unidade)),
    nome_marca: distinct(appointments.map((item) => item.nome_marca)),
    status: distinct(appointments.map((item) => item.status)),
    origem: distinct(appointments.map((item) => item.origem)),
    pendencia: distinct(appointments.flatMap((item) => item.pendencias)),
    tag: registers.tags.map(({ id, name, color }) => ({ id, name, color })),
    driver_id: registers.drivers.map(({ id, name }) => ({ id, name })),
    collector_id: registers.collectors.map(({ id, name }) => ({ id, name })),
  });
}

export function countHandlers(state: MockState) {
  return [
    http.get(
      "*/api/v1/appointments/kpis",
      ({ request }) => refusal(state, request) ?? kpis(state, new URL(request.url).searchParams),
    ),
    http.get(
      "*/api/v1/appointments/origins",
      ({ request }) => refusal(state, request) ?? HttpResponse.json(state.weeks),
    ),
    http.get("*/api/v1/appointments/filters", ({ request }) => refusal(state, request) ?? choices(state)),
  ];
}
