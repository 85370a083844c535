import "./client";
import {
  getCompleteness as complete,
  listRuns as list,
  getRun as one,
  requestRun as request,
} from "./generated";
import type { Completeness, Run, RunDetail, RunPage, RunWanted } from "./models";
import { unwrap } from "./problem";

export function listRuns(page: number, pageSize: number, signal?: AbortSignal): Promise<RunPage> {
  return unwrap(list({ query: { page, page_size: pageSize }, signal }));
}

export function getRun(id: string, signal?: AbortSignal): Promise<RunDetail> {
  return unwrap(one({ path: { run_id: id }, signal }));
}

/** Asks for a run; where `isRehearsal` it changes nothing. */
export function requestRun(body: RunWanted, isRehearsal: boolean, key: string): Promise<Run> {
  return unwrap(request({ body, query: { dry_run: isRehearsal }, headers: { "Idempotency-Key": key } }));
}

/** The newest whole run's proof that nothing is missing. */
export function getCompleteness(signal?: AbortSignal): Promise<Completeness> {
  return unwrap(complete({ signal }));
}
