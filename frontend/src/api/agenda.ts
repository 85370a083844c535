import "./client";
import { type GetAgendaData, getAgenda as get } from "./generated";
import type { Agenda } from "./models";
import { unwrap } from "./problem";

/** A day's visits by collector; `data` is the units' local date. */
export function getAgenda(query: GetAgendaData["query"], signal?: AbortSignal): Promise<Agenda> {
  return unwrap(get({ query, signal }));
}
