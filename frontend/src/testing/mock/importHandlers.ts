import { HttpResponse, http } from "msw";
import type { Import } from "@/api/models";
import { pageOf, problem, refusal } from "./answers";
import { daysFromToday } from "./builders";
import type { MockState } from "./state";

const WRITERS = ["atendente", "gestor"];
const PATH = "*/api/v1/appointments/imports";

const SAMPLE = ["Alice Rocha", "Bruno Teles", "Clara Dias"].map((nome_paciente, n) => ({
  nome_paciente,
  nome_unidade: "Centro",
  nome_marca: "Laboratório Aurora",
  data_agendamento: daysFromToday(2),
  hora_agendamento: `0${7 + n}:00`,
  telefone: "(11) 91234-5678",
}));

/** An upload is read at once here, and written at once when it is confirmed. */
function start(state: MockState) {
  const one: Import = {
    id: `importacao-${state.imports.length + 1}`,
    state: "pronto",
    arquivo: "agenda.xlsx",
    linhas: 3,
    progresso: 100,
    validas: 3,
    duplicadas: 0,
    erros: [],
    erros_total: 0,
    amostra: SAMPLE,
    gravadas: 0,
    criado_por: "Ana Prado",
    created_at: "2026-03-01T12:00:00Z",
    colunas_ignoradas: [],
    motivo: null,
    ...state.nextImport,
  };
  state.imports.push(one);
  return HttpResponse.json({ id: one.id, state: one.state }, { status: 202 });
}

function confirm(one: Import) {
  if (one.state !== "pronto" || one.erros_total > 0)
    return problem(409, "Esta planilha não está pronta para ser gravada.");
  Object.assign(one, { state: "gravado", gravadas: one.validas });
  return HttpResponse.json({ id: one.id, state: one.state }, { status: 202 });
}

export function importHandlers(state: MockState) {
  const found = (id: unknown, then: (one: Import) => Response) => {
    const one = state.imports.find((each) => each.id === id);
    return one ? then(one) : problem(404, "Importação não encontrada.");
  };
  return [
    http.post(PATH, ({ request }) => refusal(state, request, WRITERS) ?? start(state)),
    http.get(
      `${PATH}/modelo.xlsx`,
      ({ request }) => refusal(state, request, WRITERS) ?? HttpResponse.arrayBuffer(new ArrayBuffer(8)),
    ),
    http.get(PATH, ({ request }) => {
      const { searchParams } = new URL(request.url);
      return refusal(state, request, WRITERS) ?? pageOf(state.imports, searchParams);
    }),
    http.get(
      `${PATH}/:id`,
      ({ request, params }) =>
        refusal(state, request, WRITERS) ?? found(params.id, (one) => HttpResponse.json(one)),
    ),
    http.post(
      `${PATH}/:id/confirm`,
      ({ request, params }) => refusal(state, request, WRITERS) ?? found(params.id, confirm),
    ),
  ];
}
