import "./client";
import {
  getDelivery as getOne,
  type ListDeliveriesData,
  listDeliveries as list,
  type ReplayDeliveriesData,
  replayDeliveries as replayMany,
  replayDelivery as replayOne,
  revealDelivery as reveal,
} from "./generated";
import type { DeliveryDetail, DeliveryPage } from "./models";
import { unwrap } from "./problem";

export type DeliveryListParams = NonNullable<ListDeliveriesData["query"]>;
export type ReplayFilter = ReplayDeliveriesData["body"];

export function listDeliveries(query: DeliveryListParams, signal?: AbortSignal): Promise<DeliveryPage> {
  return unwrap(list({ query, signal }));
}

export function getDelivery(id: string, signal?: AbortSignal): Promise<DeliveryDetail> {
  return unwrap(getOne({ path: { delivery_id: id }, signal }));
}

/** The whole content, a patient's data and all; the server notes who asked. */
export async function revealDelivery(id: string, signal?: AbortSignal): Promise<unknown> {
  return (await unwrap(reveal({ path: { delivery_id: id }, signal }))).body;
}

export async function replayDelivery(id: string): Promise<void> {
  await unwrap(replayOne({ path: { delivery_id: id } }));
}

/** Puts every delivery that matches one of `filters` back in the queue; how many. */
export async function replayDeliveries(filters: readonly ReplayFilter[]): Promise<number> {
  let queued = 0;
  for (const body of filters) queued += (await unwrap(replayMany({ body }))).queued;
  return queued;
}
