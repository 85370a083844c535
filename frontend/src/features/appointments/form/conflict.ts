import type { Appointment } from "@/api/models";
import { isProblem } from "@/api/problem";
import { type FormField, isFormField } from "./values";

/** A write refused as stale: the appointment as it is now, and the fields that changed meanwhile. */
export type Conflict = { current: Appointment; changed: FormField[] };

/** What a 409 `versao_antiga` carries, or null for any other error. */
export function conflictOf(error: unknown): Conflict | null {
  if (!isProblem(error, "versao_antiga")) return null;
  const { current, changed } = error.problem as { current: Appointment; changed: string[] };
  return { current, changed: changed.filter(isFormField) };
}
