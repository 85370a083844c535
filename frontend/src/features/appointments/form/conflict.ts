import type { Appointment } from "@/api/models";
import { isProblem } from "@/api/problem";
import { FORM_FIELDS, type FormField, isFormField, valuesOf } from "./values";

/**
 * The appointment changed under the open form: how it is now, and which fields are new. `isRefused` says that a write
 * was refused because of it; else the news came before anything was saved.
 */
export type Conflict = { current: Appointment; changed: readonly FormField[]; isRefused: boolean };

/** What a 409 `versao_antiga` carries, or null for any other error. */
export function conflictOf(error: unknown): Conflict | null {
  if (!isProblem(error, "versao_antiga")) return null;
  const { current, changed } = error.problem as { current: Appointment; changed: string[] };
  return { current, changed: changed.filter(isFormField), isRefused: true };
}

/** What changed between two states of an appointment, as far as the form shows it. */
export function newsOf(before: Appointment, current: Appointment): Conflict {
  const [old, now] = [valuesOf(before), valuesOf(current)];
  const isNew = (name: FormField) => JSON.stringify(old[name]) !== JSON.stringify(now[name]);
  return { current, changed: FORM_FIELDS.filter(isNew), isRefused: false };
}

/** The later of two, with what was new in either; nothing where no field is. */
export function joined(earlier: Conflict | null, later: Conflict): Conflict | null {
  const changed = [...new Set([...(earlier?.changed ?? []), ...later.changed])];
  return changed.length > 0 ? { ...later, changed } : null;
}
