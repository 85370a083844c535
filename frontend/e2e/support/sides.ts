import { setInterval } from "node:timers/promises";
import { STEP_MS } from "./patience";
import type { Addresses } from "./stack";
import { signInByApi } from "./staff";
import { daysAhead } from "./visits";
import { dropDeliveries } from "./widget";

type Visit = { id: string; versao: number; envio: { estado: string } | null; conflitos: unknown[] };

/** A fetch of the application's API as the atendente. */
async function caller(at: Addresses) {
  const token = await signInByApi(at, "atendente");
  return async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
    const answer = await fetch(`${at.app}/api/v1/appointments${path}`, { headers, ...init });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
}

type Call = Awaited<ReturnType<typeof caller>>;

/** The patient's visit, once it is as `isThere` wants it. */
async function visitOf(call: Call, patient: string, isThere: (visit: Visit) => boolean): Promise<Visit> {
  const deadline = Date.now() + STEP_MS;
  let visit: Visit | undefined;
  for await (const _ of setInterval(250)) {
    const { items } = await call<{ items: Visit[] }>(`?scope=all&q=${encodeURIComponent(patient)}`);
    [visit] = items;
    if (visit && isThere(visit)) return visit;
    if (Date.now() > deadline) break;
  }
  throw new Error(`The visit of ${patient} did not come to be as it should: ${JSON.stringify(visit)}`);
}

async function move(
  call: Call,
  patient: string,
  when: { data_agendamento: string; hora_agendamento: string },
) {
  const { id, versao } = await visitOf(call, patient, () => true);
  await call(`/${id}`, { method: "PATCH", body: JSON.stringify({ ...when, versao }) });
}

/**
 * Lets the two sides disagree, by acts of people alone: `refused` is moved by staff to the hour of another booking, and
 * `torn` by the patient, whose news is lost, and then by staff.
 */
export async function disagree(at: Addresses, refused: string, torn: string, uid: string) {
  const call = await caller(at);
  await move(call, refused, { data_agendamento: daysAhead(6), hora_agendamento: "08:00" });
  await visitOf(call, refused, ({ envio }) => envio?.estado === "recusado");
  await visitOf(call, torn, () => true);
  await dropDeliveries(at, 1);
  try {
    const start = `${daysAhead(6)}T10:00:00-03:00`;
    const body = JSON.stringify({ start });
    const headers = { "Content-Type": "application/json" };
    const url = `${at.calcom}/sandbox/bookings/${uid}/reschedule`;
    const answer = await fetch(url, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`reschedule: ${answer.status} ${await answer.text()}`);
  } finally {
    await dropDeliveries(at, 0);
  }
  await move(call, torn, { data_agendamento: daysAhead(6), hora_agendamento: "11:00" });
  await visitOf(call, torn, ({ conflitos }) => conflitos.length > 0);
}
