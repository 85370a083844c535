import "./client";
import {
  getClient as getOne,
  type ListClientsData,
  listClients as list,
  mergeClients as merge,
  type UpdateClientData,
  updateClient as update,
} from "./generated";
import type { Client, ClientPage } from "./models";
import { unwrap } from "./problem";

export type ClientEdit = UpdateClientData["body"];

export function listClients(query: ListClientsData["query"], signal?: AbortSignal): Promise<ClientPage> {
  return unwrap(list({ query, signal }));
}

export function getClient(id: string, signal?: AbortSignal): Promise<Client> {
  return unwrap(getOne({ path: { client_id: id }, signal }));
}

export function updateClient(id: string, body: ClientEdit): Promise<Client> {
  return unwrap(update({ path: { client_id: id }, body }));
}

/** Makes one of two: the appointments of `otherId` come over to `id`, which stays. */
export function mergeClients(id: string, otherId: string): Promise<Client> {
  return unwrap(merge({ path: { client_id: id }, body: { other_id: otherId } }));
}
