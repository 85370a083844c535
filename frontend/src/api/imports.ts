import { authorizedFetch } from "./client";
import { call, type Import, type Page } from "./contract";
import { ApiError } from "./problem";

const PATH = "/appointments/imports";

export function listImports(signal?: AbortSignal): Promise<Page<Import>> {
  return call("GET", PATH, { signal });
}

export function getImport(id: string, signal?: AbortSignal): Promise<Import> {
  return call("GET", `${PATH}/${id}`, { signal });
}

/** Sends a spreadsheet to be read; the preview comes by `getImport`. */
export async function startImport(file: File): Promise<{ id: string }> {
  const body = new FormData();
  body.append("arquivo", file);
  const url = new URL(`/api/v1${PATH}`, window.location.origin);
  const response = await authorizedFetch(new Request(url, { method: "POST", body }));
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer as { id: string };
}

export async function confirmImport(id: string): Promise<void> {
  await call("POST", `${PATH}/${id}/confirm`);
}

/** The empty spreadsheet to fill in. */
export async function downloadTemplate(): Promise<Blob> {
  const url = new URL(`/api/v1${PATH}/modelo.xlsx`, window.location.origin);
  const response = await authorizedFetch(new Request(url));
  if (!response.ok) throw new ApiError(response.status);
  return response.blob();
}
