import type { DeliveryListParams, ReplayFilter } from "@/api/deliveries";
import type { DeliveryState } from "@/api/models";
import { dayBounds } from "@/lib/dates";
import { DELIVERY_STATES, FAILURES, REPLAYABLE } from "./deliveryWords";

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

export function deliveryParams(filters: DeliveryFilters, uid: string): DeliveryListParams {
  const { state, trigger, from, to, page } = filters;
  return {
    ...(state.length > 0 && { state }),
    ...(trigger.length > 0 && { trigger }),
    ...(uid && { uid: [uid] }),
    ...dayBounds(from, to),
    page,
    page_size: PAGE_SIZE,
  };
}

/** The states that a replay of the filtered deliveries reaches: the failures, unless states were chosen. */
export function replayedStates({ state }: DeliveryFilters): DeliveryState[] {
  return state.length > 0 ? state.filter((one) => REPLAYABLE.includes(one)) : [...FAILURES];
}

/** The replay's filters, one for each state and trigger, since the API takes one of each; [] where none can match. */
export function replayFilters(filters: DeliveryFilters, uid: string): ReplayFilter[] {
  const shared = { ...(uid && { uid }), ...dayBounds(filters.from, filters.to) };
  const triggers = filters.trigger.length > 0 ? filters.trigger : [undefined];
  return replayedStates(filters).flatMap((state) =>
    triggers.map((trigger) => ({ ...shared, state, ...(trigger && { trigger }) })),
  );
}
