import type { DeliveryListParams, ReplayFilter } from "@/api/deliveries";
import type { DeliveryState } from "@/api/models";
import { dayBounds } from "@/lib/dates";
import { DELIVERY_STATES, REPLAYABLE } from "./deliveryWords";

/** `from` and `to` are local days of the browser's zone. The booking uid is personal data and never in the URL. */
export type DeliveryFilters = {
  state: DeliveryState[];
  trigger: string[];
  from: string | undefined;
  to: string | undefined;
  page: number;
};

export const PAGE_SIZE = 25;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function day(value: string | null): string | undefined {
  return value !== null && DAY.test(value) ? value : undefined;
}

export function readDeliveryFilters(params: URLSearchParams): DeliveryFilters {
  const states = params.getAll("state");
  return {
    state: states.filter((state): state is DeliveryState => Object.hasOwn(DELIVERY_STATES, state)),
    trigger: params.getAll("trigger"),
    from: day(params.get("from")),
    to: day(params.get("to")),
    page: Math.max(1, Math.trunc(Number(params.get("page")) || 1)),
  };
}

export function writeDeliveryFilters({ state, trigger, from, to, page }: DeliveryFilters): URLSearchParams {
  const params = new URLSearchParams();
  for (const one of state) params.append("state", one);
  for (const one of trigger) params.append("trigger", one);
  if (from) params.set("from", from);
  if (to) params.set("to", to);
  if (page > 1) params.set("page", String(page));
  return params;
}

function shared({ trigger, from, to }: DeliveryFilters, uid: string) {
  return { ...(trigger.length > 0 && { trigger }), ...(uid && { uid }), ...dayBounds(from, to) };
}

export function deliveryParams(filters: DeliveryFilters, uid: string): DeliveryListParams {
  const { state, page } = filters;
  return { ...shared(filters, uid), ...(state.length > 0 && { state }), page, page_size: PAGE_SIZE };
}

/** The filter of a replay: only states that can be replayed; null where the chosen ones have none. */
export function replayFilter(filters: DeliveryFilters, uid: string): ReplayFilter | null {
  const chosen = filters.state.length > 0 ? filters.state : REPLAYABLE;
  const state = chosen.filter((one) => REPLAYABLE.includes(one));
  return state.length > 0 ? { ...shared(filters, uid), state } : null;
}
