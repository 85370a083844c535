import "./client";
import {
  checkProvisioning as check,
  getCalcomHealth,
  listAppointmentOrigins,
  listDeliveryHours,
  setUpProvisioning as setUp,
} from "./generated";
import type { DeliveryHour, Health, OriginWeek, Provisioning } from "./models";
import { unwrap } from "./problem";

export function getHealth(signal?: AbortSignal): Promise<Health> {
  return unwrap(getCalcomHealth({ signal }));
}

/** The last 24 hours, the present one last. */
export function listHours(signal?: AbortSignal): Promise<DeliveryHour[]> {
  return unwrap(listDeliveryHours({ signal }));
}

/** The last 8 weeks, this one last. */
export function listOrigins(signal?: AbortSignal): Promise<OriginWeek[]> {
  return unwrap(listAppointmentOrigins({ signal }));
}

/** What is wrong at Cal.com now; it is read for the answer. */
export function checkProvisioning(signal?: AbortSignal): Promise<Provisioning> {
  return unwrap(check({ signal }));
}

/** Writes what is wanted to Cal.com. */
export function setUpProvisioning(): Promise<Provisioning> {
  return unwrap(setUp({ body: { dry_run: false } }));
}
