import "./client";
import {
  getMapping as get,
  previewMapping as preview,
  reprocessMapping as reprocess,
  saveMapping as save,
} from "./generated";
import type { Mapping, MappingEdit, MappingPreview, Reprocessed } from "./models";
import { unwrap } from "./problem";

export type MappingDraft = Pick<MappingEdit, "event_types" | "questions">;

export function getMapping(signal?: AbortSignal): Promise<Mapping> {
  return unwrap(get({ signal }));
}

/** Stores the next version; 409 `versao_antiga` with the mapping in force where somebody else did before. */
export function saveMapping(body: MappingEdit): Promise<Mapping> {
  return unwrap(save({ body }));
}

/** What a draft would make of the last real deliveries. */
export async function previewMapping(body: MappingDraft): Promise<MappingPreview[]> {
  return (await unwrap(preview({ body }))).items;
}

/** Reads all history anew with the mapping in force. */
export function reprocessMapping(): Promise<Reprocessed> {
  return unwrap(reprocess());
}
