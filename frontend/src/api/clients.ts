import { type Client, call, type Page } from "./contract";

export type ClientListParams = { q?: string; page?: number; page_size?: number };
export type ClientEdit = Partial<Pick<Client, "nome" | "cpf" | "telefone" | "email">> & { versao: number };

export function listClients(query: ClientListParams, signal?: AbortSignal): Promise<Page<Client>> {
  return call("GET", "/clients", { query, signal });
}

export function getClient(id: string, signal?: AbortSignal): Promise<Client> {
  return call("GET", `/clients/${id}`, { signal });
}

export function updateClient(id: string, body: ClientEdit): Promise<Client> {
  return call("PATCH", `/clients/${id}`, { body });
}

/** Makes one of two: the appointments of `otherId` come over to `id`, which stays. */
export function mergeClients(id: string, otherId: string): Promise<Client> {
  return call("POST", `/clients/${id}/merge`, { body: { other_id: otherId } });
}
