import { authorizedFetch } from "./client";
import {
  getAppointmentHistory,
  getAppointment as getOne,
  type ListAppointmentsData,
  listAppointments as list,
} from "./generated";
import type { Appointment, AppointmentPage, HistoryEntry } from "./models";
import { unwrap } from "./problem";

export type AppointmentListParams = NonNullable<ListAppointmentsData["query"]>;
export type AppointmentSort = NonNullable<AppointmentListParams["sort"]>;

export function listAppointments(
  query: AppointmentListParams,
  signal?: AbortSignal,
): Promise<AppointmentPage> {
  return unwrap(list({ query, signal }));
}

export function getAppointment(id: string, signal?: AbortSignal): Promise<Appointment> {
  return unwrap(getOne({ path: { appointment_id: id }, signal }));
}

export function getHistory(id: string, signal?: AbortSignal): Promise<HistoryEntry[]> {
  return unwrap(getAppointmentHistory({ path: { appointment_id: id }, signal }));
}

/** Opens the stream of `appointment.changed`; it resumes after `lastEventId` where the server still knows it. */
export function openAppointmentStream(lastEventId: string | null, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ Accept: "text/event-stream" });
  if (lastEventId) headers.set("Last-Event-ID", lastEventId);
  const url = new URL("/api/v1/appointments/stream", window.location.origin);
  return authorizedFetch(new Request(url, { headers, signal, cache: "no-store" }));
}
