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
  return HttpResponse.json(Object.assign(client, wanted, { versao: client.versao + 1 }));
}

function merge(state: MockState, client: Client, otherId: string) {
  const other = state.clients.find(({ id }) => id === otherId);
  if (!other) return problem(404, "Cliente não encontrado.");
  state.clients = state.clients.filter(({ id }) => id !== otherId);
  for (const item of state.appointments) if (item.cliente_id === otherId) item.cliente_id = client.id;
  client.total_agendamentos += other.total_agendamentos;
  return HttpResponse.json(client);
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
  ];
}
