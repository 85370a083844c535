import "./client";
import {
  confirmImport as confirm,
  getImportTemplate,
  getImport as getOne,
  startImport as start,
} from "./generated";
import type { Import } from "./models";
import { unwrap } from "./problem";

export function getImport(id: string, signal?: AbortSignal): Promise<Import> {
  return unwrap(getOne({ path: { import_id: id }, signal }));
}

/** Sends a spreadsheet to be read; the preview comes by `getImport`. */
export function startImport(arquivo: File, key: string): Promise<{ id: string }> {
  return unwrap(start({ body: { arquivo }, headers: { "Idempotency-Key": key } }));
}

export async function confirmImport(id: string): Promise<void> {
  await unwrap(confirm({ path: { import_id: id } }));
}

/** The empty spreadsheet to fill in. */
export function downloadTemplate(): Promise<Blob> {
  return unwrap<unknown>(getImportTemplate({ parseAs: "blob" })) as Promise<Blob>;
}
