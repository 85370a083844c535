import "./client";
import {
  type GetEmbedConfigData,
  getEmbedConfig as getConfig,
  getEmbedSettings as getSettings,
  refreshBooking as refresh,
  saveEmbedSettings as saveSettings,
} from "./generated";
import type { EmbedConfig, EmbedSettings } from "./models";
import { unwrap } from "./problem";

export type BookingWish = NonNullable<GetEmbedConfigData["query"]>;

/** What can be booked, for whom: an appointment, a client, or the user. */
export function getEmbedConfig(query: BookingWish, signal?: AbortSignal): Promise<EmbedConfig> {
  return unwrap(getConfig({ query, signal }));
}

/** Has the server read a booking at Cal.com; its appointment's id, or null where Cal.com's own notice is awaited. */
export async function refreshBooking(uid: string): Promise<string | null> {
  return (await unwrap(refresh({ path: { uid } }))).appointment_id;
}

export function getEmbedSettings(signal?: AbortSignal): Promise<EmbedSettings> {
  return unwrap(getSettings({ signal }));
}

export function saveEmbedSettings(body: EmbedSettings): Promise<EmbedSettings> {
  return unwrap(saveSettings({ body }));
}
