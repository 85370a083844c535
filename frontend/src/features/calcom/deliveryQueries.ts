import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getDelivery, listDeliveries, replayDeliveries, replayDelivery } from "@/api/deliveries";
import type { DeliveryPage } from "@/api/models";
import { type DeliveryFilters, deliveryParams } from "./deliveryFilters";

const KEY = ["deliveries"] as const;
const IDLE = 15_000;
const BUSY = 2_000;

function pollInterval(page: DeliveryPage | undefined): number {
  const isBusy = page?.items.some(({ state }) => state === "received" || state === "processing");
  return isBusy ? BUSY : IDLE;
}

/** Deliveries, asked for again every 15 s, or every 2 s while one is on its way. */
export function useDeliveries(filters: DeliveryFilters, uid: string) {
  const params = deliveryParams(filters, uid);
  return useQuery({
    queryKey: [...KEY, "list", params],
    queryFn: ({ signal }) => listDeliveries(params, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollInterval(state.data),
  });
}

/** One delivery with its body; not kept once nobody looks at it. */
export function useDeliveryBody(id: string) {
  return useQuery({
    queryKey: [...KEY, "body", id],
    queryFn: ({ signal }) => getDelivery(id, signal),
    gcTime: 0,
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
