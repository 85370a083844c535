import { HttpResponse, http } from "msw";
import type { AgendaWarning, Appointment } from "@/api/models";
import { refusal } from "./answers";
import type { MockState } from "./state";

/** Pairs of one collector's visits that overlap in time. */
function overlaps(name: string, id: string, items: readonly Appointment[]): AgendaWarning[] {
  const timed = items.filter(({ inicio, fim }) => inicio && fim);
  return timed.flatMap((one, index) =>
    timed
      .slice(index + 1)
      .filter((other) => (one.inicio ?? "") < (other.fim ?? "") && (other.inicio ?? "") < (one.fim ?? ""))
      .map((other) => ({
        tipo: "coletora" as const,
        id,
        nome: name,
        agendamentos: [one.id, other.id] as [string, string],
        inicio: [one.inicio ?? "", other.inicio ?? ""].sort()[1] ?? "",
        fim: [one.fim ?? "", other.fim ?? ""].sort()[0] ?? "",
      })),
  );
}

function agenda(state: MockState, params: URLSearchParams) {
  const units = params.getAll("nome_unidade");
  const items = state.appointments
    .filter((item) => item.data_agendamento === params.get("data") && item.status !== "Cancelado")
    .filter((item) => units.length === 0 || units.includes(item.nome_unidade))
    .toSorted((a, b) => (a.hora_agendamento ?? "").localeCompare(b.hora_agendamento ?? ""));
  const columns = state.registers.collectors
    .filter(({ active }) => active)
    .map(({ id, name }) => ({
      collector_id: id,
      nome: name,
      agendamentos: items.filter(({ collector_id }) => collector_id === id),
    }));
  return HttpResponse.json({
    data: params.get("data"),
    colunas: columns,
    sem_coletora: items.filter(({ collector_id }) => !collector_id),
    avisos: columns.flatMap(({ nome, collector_id, agendamentos }) =>
      overlaps(nome, collector_id, agendamentos),
    ),
  });
}

export function agendaHandlers(state: MockState) {
  return [
    http.get(
      "*/api/v1/agenda",
      ({ request }) => refusal(state, request) ?? agenda(state, new URL(request.url).searchParams),
    ),
  ];
}
