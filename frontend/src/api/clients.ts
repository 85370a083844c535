import "./client";
import {
  getClient as getOne,
  type ListClientsData,
  listClients as list,
  listUnions,
  mergeClients as merge,
  separateClients,
  type UpdateClientData,
  unmergeClients,
  updateClient as update,
} from "./generated";
import type { Client, ClientPage, ClientUnion } from "./models";
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

/** The records that became part of this one, newest first, and can be parted from it again. */
export function getUnions(id: string, signal?: AbortSignal): Promise<ClientUnion[]> {
  return unwrap(listUnions({ path: { client_id: id }, signal }));
}

/** Undoes a union: `otherId` exists again, with its appointments. */
export function undoUnion(id: string, otherId: string): Promise<Client> {
  return unwrap(unmergeClients({ path: { client_id: id }, body: { other_id: otherId } }));
}

/** Says that the two are different people. */
export function separate(id: string, otherId: string): Promise<Client> {
  return unwrap(separateClients({ path: { client_id: id }, body: { other_id: otherId } }));
}
