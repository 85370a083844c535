import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { PushWay } from "@/api/models";
import { decidePush, getBookings, listConflicts, settleConflict } from "@/api/sides";
import { usePollInterval } from "../live/LiveUpdates";
import { useTaking } from "../mutations";
import { appointmentKeys } from "../queries";
import type { Side } from "./conflictWords";

export const CONFLICTS_SHOWN = 20;

/** The bookings behind an appointment. */
export function useBookings(id: string) {
  return useQuery({
    queryKey: [...appointmentKeys.one(id), "bookings"],
    queryFn: ({ signal }) => getBookings(id, signal),
    refetchInterval: usePollInterval(),
  });
}

/** A page of the open conflicts, renewed by itself. */
export function useConflicts(page: number) {
  return useQuery({
    queryKey: [...appointmentKeys.lists, "conflicts", page],
    queryFn: ({ signal }) => listConflicts(page, CONFLICTS_SHOWN, signal),
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
}

/** How many appointments have an open conflict; 0 until it is known, and where `isAllowed` is false. */
export function useConflictCount(isAllowed: boolean): number {
  const { data } = useQuery({
    queryKey: [...appointmentKeys.lists, "conflicts", "count"],
    queryFn: ({ signal }) => listConflicts(1, 1, signal),
    enabled: isAllowed,
    refetchInterval: usePollInterval(),
  });
  return data?.total ?? 0;
}

export function useDecidePush(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (way: PushWay) => decidePush(id, way),
    onSuccess: useTaking(),
    // A refusal means that somebody else decided.
    onError: () => void client.invalidateQueries({ queryKey: appointmentKeys.all }),
  });
}

export function useSettleConflict(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (side: Side) => settleConflict(id, side),
    onSettled: () => client.invalidateQueries({ queryKey: appointmentKeys.all }),
  });
}
