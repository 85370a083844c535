import { authorizedFetch } from "./client";
import { type AppointmentEdit, type AppointmentNew, call, type FilterChoices, type Kpis } from "./contract";
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

/** Every appointment that `query` asks for, page by page, up to `limit`; `total` says how many there are. */
export async function listAllAppointments(
  query: AppointmentListParams,
  limit: number,
  signal?: AbortSignal,
): Promise<{ items: Appointment[]; total: number }> {
  const items: Appointment[] = [];
  for (let page = 1; ; page++) {
    const got = await listAppointments({ ...query, page, page_size: 100 }, signal);
    items.push(...got.items);
    if (items.length >= Math.min(got.total, limit) || got.items.length === 0)
      return { items, total: got.total };
  }
}

export function getKpis(query: object, signal?: AbortSignal): Promise<Kpis> {
  return call("GET", "/appointments/kpis", { query, signal });
}

export function getFilterChoices(query: object, signal?: AbortSignal): Promise<FilterChoices> {
  return call("GET", "/appointments/filters", { query, signal });
}

export function createAppointment(body: AppointmentNew): Promise<Appointment> {
  return call("POST", "/appointments", { body });
}

/** Writes the fields given; refused (409) where `versao` is no longer the stored one. */
export function updateAppointment(id: string, body: AppointmentEdit): Promise<Appointment> {
  return call("PATCH", `/appointments/${id}`, { body });
}

export async function deleteAppointment(id: string, versao: number): Promise<void> {
  await call("DELETE", `/appointments/${id}`, { query: { versao } });
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
