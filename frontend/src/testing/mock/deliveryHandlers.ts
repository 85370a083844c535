import { HttpResponse, http } from "msw";
import type { ReplayFilter } from "@/api/deliveries";
import type { Delivery } from "@/api/models";
import { pageOf, problem, refusal, unknownParameter } from "./answers";
import type { MockState } from "./state";

const PARAMETERS = ["state", "trigger", "uid", "from", "to", "page", "page_size"];
const ROLES = ["gestor"];

/** `filters` as a query: a repeated parameter means "or", an absent one anything. */
function matches(item: Delivery, filters: URLSearchParams): boolean {
  const isOneOf = (name: "state" | "trigger" | "uid") =>
    !filters.has(name) || filters.getAll(name).includes(item[name] ?? "");
  const [from, to] = [filters.get("from"), filters.get("to")];
  return (
    isOneOf("state") &&
    isOneOf("trigger") &&
    isOneOf("uid") &&
    (!from || item.received_at >= from) &&
    (!to || item.received_at <= to)
  );
}

function requeue(delivery: Delivery) {
  Object.assign(delivery, { state: "received", error: null, reason: null });
}

function detail(state: MockState, id: unknown) {
  const found = state.deliveries.find((item) => item.id === id);
  if (!found) return problem(404, "Entrega não encontrada.");
  return HttpResponse.json({ ...found, body: state.bodies.get(found.id)?.masked ?? null });
}

/** The whole body; who asks is noted. */
function reveal(state: MockState, id: string) {
  const found = state.bodies.get(id);
  if (!found) return problem(404, "Entrega não encontrada.");
  state.revealed.push(id);
  return HttpResponse.json({ body: found.whole });
}

function replayOne(state: MockState, id: unknown) {
  const found = state.deliveries.find((item) => item.id === id);
  if (!found) return problem(404, "Entrega não encontrada.");
  requeue(found);
  return HttpResponse.json({ queued: 1 }, { status: 202 });
}

function replayMany(state: MockState, wanted: ReplayFilter) {
  const filters = new URLSearchParams(wanted as Record<string, string>);
  const found = state.deliveries.filter((item) => matches(item, filters));
  found.forEach(requeue);
  return HttpResponse.json({ queued: found.length }, { status: 202 });
}

export function deliveryHandlers(state: MockState) {
  const base = "*/api/v1/calcom/deliveries";
  return [
    http.get(base, ({ request }) => {
      const params = new URL(request.url).searchParams;
      const refused = refusal(state, request, ROLES) ?? unknownParameter(params, PARAMETERS);
      return (
        refused ??
        pageOf(
          state.deliveries.filter((item) => matches(item, params)),
          params,
        )
      );
    }),
    http.get(
      `${base}/:id`,
      ({ request, params }) => refusal(state, request, ROLES) ?? detail(state, params.id),
    ),
    http.get(
      `${base}/:id/body`,
      ({ request, params }) => refusal(state, request, ROLES) ?? reveal(state, String(params.id)),
    ),
    http.post(
      `${base}/replay`,
      async ({ request }) =>
        refusal(state, request, ROLES) ?? replayMany(state, (await request.json()) as ReplayFilter),
    ),
    http.post(
      `${base}/:id/replay`,
      ({ request, params }) => refusal(state, request, ROLES) ?? replayOne(state, params.id),
    ),
  ];
}
