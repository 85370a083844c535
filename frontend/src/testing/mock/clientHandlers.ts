import { HttpResponse, http } from "msw";
import type { Client } from "@/api/models";
import { pageOf, problem, refusal, unknownParameter } from "./answers";
import { folded } from "./appointmentHandlers";
import type { MockState } from "./state";

const WRITERS = ["atendente", "gestor"];
const PATH = "*/api/v1/clients";

function matches({ nome, cpf, telefone }: Client, q: string): boolean {
  return [nome, cpf, telefone].some((text) => folded(text ?? "").includes(folded(q)));
}

function edit(client: Client, { versao, ...wanted }: Partial<Client>) {
  if (versao !== client.versao) return problem(409, "Este cliente mudou.", { code: "versao_antiga" });
  const a_confirmar = client.a_confirmar.filter((field) => !(field in wanted));
  return HttpResponse.json(Object.assign(client, wanted, { a_confirmar, versao: client.versao + 1 }));
}

function merge(state: MockState, client: Client, otherId: string) {
  const other = state.clients.find(({ id }) => id === otherId);
  if (!other) return problem(404, "Cliente não encontrado.");
  state.clients = state.clients.filter(({ id }) => id !== otherId);
  for (const item of state.appointments) if (item.cliente_id === otherId) item.cliente_id = client.id;
  client.total_agendamentos += other.total_agendamentos;
  const union = { cliente: other, em: "2026-03-01T12:00:00Z", desfeita: false };
  state.unions.set(client.id, [union, ...(state.unions.get(client.id) ?? [])]);
  for (const claims of state.claims.values())
    claims.a_unir = claims.a_unir.filter(({ id }) => id !== otherId);
  return HttpResponse.json(client);
}

function undo(state: MockState, client: Client, otherId: string) {
  const unions = state.unions.get(client.id) ?? [];
  const union = unions.find(({ cliente }) => cliente.id === otherId);
  if (!union) return problem(404, "Registro não encontrado.");
  const left = unions.filter((one) => one !== union);
  state.unions.set(client.id, left);
  state.clients.push(union.cliente);
  return HttpResponse.json(union.cliente);
}

function separate(state: MockState, client: Client, otherId: string) {
  state.apart.push([client.id, otherId]);
  for (const claims of state.claims.values())
    claims.a_unir = claims.a_unir.filter(({ id }) => id !== otherId);
  return HttpResponse.json(client);
}

function confirm(state: MockState, id: string, seen: Record<string, string>) {
  const claims = state.claims.get(id);
  const isSame = claims?.contatos.every((one) => seen[one.campo] === one.do_agendamento);
  if (!claims || !isSame) return problem(409, "O contato mudou.", { code: "contato_mudou" });
  const stored = state.clients.find((one) => one.id === claims.cliente?.id);
  if (stored) Object.assign(stored, seen);
  claims.contatos = [];
  return new HttpResponse(null, { status: 204 });
}

/** What of an appointment's patient waits for a person. */
export function claimHandlers(state: MockState) {
  return [
    http.get(
      "*/api/v1/appointments/:id/claims",
      ({ request, params }) =>
        refusal(state, request, WRITERS) ??
        HttpResponse.json(state.claims.get(String(params.id)) ?? { cliente: null, contatos: [], a_unir: [] }),
    ),
    http.post("*/api/v1/appointments/:id/confirm-contact", async ({ request, params }) => {
      const seen = (await request.clone().json()) as Record<string, string>;
      return refusal(state, request, WRITERS) ?? confirm(state, String(params.id), seen);
    }),
  ];
}

export function clientHandlers(state: MockState) {
  const found = (id: unknown, then: (client: Client) => Response) => {
    const client = state.clients.find((one) => one.id === id);
    return client ? then(client) : problem(404, "Cliente não encontrado.");
  };
  return [
    http.get(PATH, ({ request }) => {
      const params = new URL(request.url).searchParams;
      const refused = refusal(state, request) ?? unknownParameter(params, ["q", "page", "page_size"]);
      const q = params.get("q") ?? "";
      return (
        refused ??
        pageOf(
          state.clients.filter((client) => matches(client, q)),
          params,
        )
      );
    }),
    http.get(
      `${PATH}/:id`,
      ({ request, params }) =>
        refusal(state, request) ?? found(params.id, (client) => HttpResponse.json(client)),
    ),
    http.patch(`${PATH}/:id`, async ({ request, params }) => {
      const body = (await request.clone().json()) as Partial<Client>;
      return refusal(state, request, WRITERS) ?? found(params.id, (client) => edit(client, body));
    }),
    http.post(`${PATH}/:id/merge`, async ({ request, params }) => {
      const { other_id } = (await request.clone().json()) as { other_id: string };
      return refusal(state, request, WRITERS) ?? found(params.id, (client) => merge(state, client, other_id));
    }),
    http.get(
      `${PATH}/:id/unions`,
      ({ request, params }) =>
        refusal(state, request, WRITERS) ?? HttpResponse.json(state.unions.get(String(params.id)) ?? []),
    ),
    http.post(`${PATH}/:id/unmerge`, async ({ request, params }) => {
      const { other_id } = (await request.clone().json()) as { other_id: string };
      return refusal(state, request, WRITERS) ?? found(params.id, (client) => undo(state, client, other_id));
    }),
    http.post(`${PATH}/:id/separate`, async ({ request, params }) => {
      const { other_id } = (await request.clone().json()) as { other_id: string };
      return (
        refusal(state, request, WRITERS) ?? found(params.id, (client) => separate(state, client, other_id))
      );
    }),
  ];
}
