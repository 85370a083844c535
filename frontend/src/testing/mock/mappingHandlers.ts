import { HttpResponse, http } from "msw";
import type { MappingEdit } from "@/api/models";
import { problem, refusal, userOf } from "./answers";
import type { MockState } from "./state";

const ROLES = ["gestor"];
const BASE = "*/api/v1/calcom/mapping";

function overtaken(state: MockState) {
  const detail = "Alguém salvou enquanto você editava; confira e tente de novo.";
  return problem(409, detail, { code: "versao_antiga", current: state.mapping });
}

/** A row without a unit is refused, as the real API does. */
function faultsOf({ event_types }: MappingEdit) {
  return event_types.flatMap(({ unidade_id }, n) =>
    unidade_id ? [] : [{ field: `event_types.${n}.unidade_id`, detail: "Esta unidade não existe." }],
  );
}

function save(state: MockState, given: MappingEdit, by: string) {
  if (given.version !== state.mapping.version) return overtaken(state);
  const errors = faultsOf(given);
  if (errors.length > 0) return problem(422, "Há campos a corrigir.", { errors });
  const version = given.version + 1;
  const event_types = given.event_types.map(({ id = null, slug = null, unidade_id }) => {
    const unit = state.registers.units.find((one) => one.id === unidade_id);
    const { nome_unidade = null, nome_marca = null } = unit ?? {};
    return { id, slug, unidade_id, nome_unidade, nome_marca, is_active: unit !== undefined };
  });
  const saves = [
    { version, by, at: "2026-03-02T16:00:00Z", note: given.note ?? null },
    ...state.mapping.saves,
  ];
  state.mapping = { ...state.mapping, version, event_types, questions: given.questions, saves };
  return HttpResponse.json(state.mapping);
}

export function mappingHandlers(state: MockState) {
  return [
    http.get(BASE, ({ request }) => refusal(state, request, ROLES) ?? HttpResponse.json(state.mapping)),
    http.put(BASE, async ({ request }) => {
      const refused = refusal(state, request, ROLES);
      const by = userOf(state, request)?.name ?? "";
      return refused ?? save(state, (await request.json()) as MappingEdit, by);
    }),
    http.post(
      `${BASE}/preview`,
      ({ request }) => refusal(state, request, ROLES) ?? HttpResponse.json({ items: state.previews }),
    ),
    http.post(
      `${BASE}/reprocess`,
      ({ request }) =>
        refusal(state, request, ROLES) ??
        HttpResponse.json({ queued: state.deliveries.length, run_id: "conciliacao-9" }, { status: 202 }),
    ),
  ];
}
