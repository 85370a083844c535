import { HttpResponse, http } from "msw";
import type { RunWanted } from "@/api/models";
import { pageOf, problem, refusal, unknownParameter, userOf } from "./answers";
import { run } from "./integration";
import type { MockState } from "./state";

const ROLES = ["gestor"];
const BASE = "*/api/v1/calcom";

function healthHandlers(state: MockState) {
  return [
    http.get(
      `${BASE}/health`,
      ({ request }) => refusal(state, request, ROLES) ?? HttpResponse.json(state.health),
    ),
    http.get(
      `${BASE}/delivery-hours`,
      ({ request }) => refusal(state, request, ROLES) ?? HttpResponse.json(state.hours),
    ),
  ];
}

async function requested(state: MockState, request: Request) {
  const wanted = (await request.json()) as RunWanted;
  const isRehearsal = new URL(request.url).searchParams.get("dry_run") === "true";
  if (wanted.from && wanted.to && wanted.to < wanted.from)
    return problem(422, "Há campos a corrigir.", {
      errors: [{ field: "to", detail: "Escolha um período que não termine antes de começar." }],
    });
  const asked = run(state.runs.length + 1, {
    ...{
      kind: wanted.kind ?? "incremental",
      dry_run: isRehearsal,
      by: userOf(state, request)?.name ?? "",
      state: "pedida",
    },
    ...{ started_at: null, ended_at: null, seconds: null },
  });
  state.runs.unshift(asked);
  return HttpResponse.json(asked, { status: 202 });
}

function runHandlers(state: MockState) {
  return [
    http.get(`${BASE}/runs`, ({ request }) => {
      const params = new URL(request.url).searchParams;
      const refused = refusal(state, request, ROLES) ?? unknownParameter(params, ["page", "page_size"]);
      return refused ?? pageOf(state.runs, params);
    }),
    http.get(`${BASE}/runs/:id`, ({ request, params }) => {
      const found = state.runs.find(({ id }) => id === params.id);
      return (
        refusal(state, request, ROLES) ??
        (found ? HttpResponse.json(found) : problem(404, "Conciliação não encontrada."))
      );
    }),
    http.post(`${BASE}/runs`, ({ request }) => refusal(state, request, ROLES) ?? requested(state, request)),
    http.get(
      `${BASE}/completeness`,
      ({ request }) => refusal(state, request, ROLES) ?? HttpResponse.json(state.completeness),
    ),
  ];
}

/** Without an API there is nothing to check. */
function report(state: MockState) {
  return state.provisioning
    ? HttpResponse.json(state.provisioning)
    : problem(409, "A API do Cal.com não está configurada.", { code: "api_nao_configurada" });
}

function setUp(state: MockState) {
  const before = state.provisioning;
  if (!before) return report(state);
  state.provisioning = {
    ...before,
    changes: [],
    faults: before.faults.filter((fault) => !fault.is_repairable),
  };
  return HttpResponse.json({ ...before, faults: state.provisioning.faults, is_done: true });
}

function provisioningHandlers(state: MockState) {
  return [
    http.get(`${BASE}/provisioning`, ({ request }) => refusal(state, request, ROLES) ?? report(state)),
    http.post(`${BASE}/provisioning`, ({ request }) => refusal(state, request, ROLES) ?? setUp(state)),
  ];
}

export function integrationHandlers(state: MockState) {
  return [...healthHandlers(state), ...runHandlers(state), ...provisioningHandlers(state)];
}
