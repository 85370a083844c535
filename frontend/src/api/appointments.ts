import { authorizedFetch } from "./client";
import {
  createAppointment as create,
  editAppointment,
  type GetAppointmentKpisData,
  getAppointmentFilters,
  getAppointmentHistory,
  getAppointmentKpis,
  getAppointment as getOne,
  type ListAppointmentsData,
  listAppointments as list,
  deleteAppointment as remove,
} from "./generated";
import type {
  Appointment,
  AppointmentEdit,
  AppointmentNew,
  AppointmentPage,
  FilterChoices,
  HistoryEntry,
  Kpis,
} from "./models";
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

export type AppointmentNarrowing = NonNullable<GetAppointmentKpisData["query"]>;

export function getKpis(query: AppointmentNarrowing, signal?: AbortSignal): Promise<Kpis> {
  return unwrap(getAppointmentKpis({ query, signal }));
}

export function getFilterChoices(query: AppointmentNarrowing, signal?: AbortSignal): Promise<FilterChoices> {
  return unwrap(getAppointmentFilters({ query, signal }));
}

export function createAppointment(body: AppointmentNew, key: string): Promise<Appointment> {
  return unwrap(create({ body, headers: { "Idempotency-Key": key } }));
}

/** Writes the fields given; refused (409) where `versao` is no longer the stored one. */
export function updateAppointment(id: string, body: AppointmentEdit): Promise<Appointment> {
  return unwrap(editAppointment({ path: { appointment_id: id }, body }));
}

export async function deleteAppointment(id: string, versao: number): Promise<void> {
  await unwrap(remove({ path: { appointment_id: id }, query: { versao } }));
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
