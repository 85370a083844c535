import "./client";
import {
  listAccesses as accesses,
  eraseClient as erase,
  listErasures as erasures,
  exportClient as exportAll,
  type ListAccessesData,
} from "./generated";
import type { DataAccessPage, Erasure } from "./models";
import { unwrap } from "./problem";

/** Everything that is kept of a client; the server notes who asked. */
export function exportClient(id: string): Promise<unknown> {
  return unwrap(exportAll({ path: { client_id: id } }));
}

export function eraseClient(id: string): Promise<Erasure> {
  return unwrap(erase({ path: { client_id: id } }));
}

export function listErasures(signal?: AbortSignal): Promise<Erasure[]> {
  return unwrap(erasures({ signal }));
}

export function listAccesses(
  query: ListAccessesData["query"],
  signal?: AbortSignal,
): Promise<DataAccessPage> {
  return unwrap(accesses({ query, signal }));
}
