import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  getDelivery,
  listDeliveries,
  replayDeliveries,
  replayDelivery,
  revealDelivery,
} from "@/api/deliveries";
import type { Delivery } from "@/api/models";
import { type DeliveryFilters, deliveryParams } from "./deliveryFilters";

const KEY = ["deliveries"] as const;
const IDLE = 15_000;
const BUSY = 2_000;

function pollInterval(shown: readonly Delivery[] = []): number {
  const isBusy = shown.some(({ state }) => state === "received" || state === "processing");
  return isBusy ? BUSY : IDLE;
}

/** Deliveries, asked for again every 15 s, or every 2 s while one is on its way. */
export function useDeliveries(filters: DeliveryFilters, uid: string) {
  const params = deliveryParams(filters, uid);
  return useQuery({
    queryKey: [...KEY, "list", params],
    queryFn: ({ signal }) => listDeliveries(params, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollInterval(state.data?.items),
  });
}

/** One delivery with its masked content, asked for again like a list; not kept once nobody looks at it. */
export function useDelivery(id: string) {
  return useQuery({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => getDelivery(id, signal),
    refetchInterval: ({ state }) => pollInterval(state.data && [state.data]),
    gcTime: 0,
  });
}

/** The whole content, once it `isWanted`: never asked for by itself, for each look is noted. */
export function useWholeBody(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: ["revealed-delivery", id],
    queryFn: ({ signal }) => revealDelivery(id, signal),
    enabled: isWanted,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function useRenewing() {
  const client = useQueryClient();
  return { onSettled: () => client.invalidateQueries({ queryKey: KEY }) };
}

export function useReplay() {
  return useMutation({ mutationFn: replayDelivery, ...useRenewing() });
}

export function useReplayMany() {
  return useMutation({ mutationFn: replayDeliveries, ...useRenewing() });
}
