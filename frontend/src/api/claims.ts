import "./client";
import { type ConfirmContactIn, confirmContact as confirm, getAppointmentClaims } from "./generated";
import type { Claims } from "./models";
import { unwrap } from "./problem";

/** What of an appointment's patient waits for a person. */
export function getClaims(id: string, signal?: AbortSignal): Promise<Claims> {
  return unwrap(getAppointmentClaims({ path: { appointment_id: id }, signal }));
}

/** Gives the client the contacts that somebody saw on the appointment; 409 where they are others by now. */
export async function confirmContact(id: string, seen: ConfirmContactIn): Promise<void> {
  await unwrap(confirm({ path: { appointment_id: id }, body: seen }));
}
