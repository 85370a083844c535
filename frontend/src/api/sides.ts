import "./client";
import {
  decidePush as decide,
  getAppointmentBookings,
  listConflicts as list,
  type SettleIn,
  settleConflict as settle,
} from "./generated";
import type { Appointment, Bookings, ConflictPage, PushWay } from "./models";
import { unwrap } from "./problem";

/** The bookings behind an appointment, oldest first. */
export function getBookings(id: string, signal?: AbortSignal): Promise<Bookings> {
  return unwrap(getAppointmentBookings({ path: { appointment_id: id }, signal }));
}

/** Decides what becomes of a refused push; 409 `nada_recusado` where somebody did before. */
export function decidePush(id: string, way: PushWay): Promise<Appointment> {
  return unwrap(decide({ path: { appointment_id: id, way } }));
}

/** A page of appointments' conflicts; `total` counts appointments. */
export function listConflicts(page: number, pageSize: number, signal?: AbortSignal): Promise<ConflictPage> {
  return unwrap(list({ query: { page, page_size: pageSize }, signal }));
}

/** Ends a conflict: the value of `side` stands from now on. */
export async function settleConflict(id: string, side: SettleIn["side"]): Promise<void> {
  await unwrap(settle({ path: { conflict_id: id }, body: { side } }));
}
