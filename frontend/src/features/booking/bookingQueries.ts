import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type BookingWish,
  getEmbedConfig,
  getEmbedSettings,
  refreshBooking,
  saveEmbedSettings,
} from "@/api/booking";
import { listClients } from "@/api/clients";
import { useSettled } from "@/lib/hooks";
import type { Deed } from "./useWidget";

const CONFIG = ["booking", "config"] as const;
const SETTINGS = ["booking", "settings"] as const;
const AWAITED_MS = 15_000;

/** Asked for once and not again behind the user's back: another answer is another widget, with nothing typed in it. */
export function useEmbedConfig(wish: BookingWish) {
  return useQuery({
    queryKey: [...CONFIG, wish],
    queryFn: ({ signal }) => getEmbedConfig(wish, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/**
 * The appointment of a booking that the widget spoke of. While it is awaited, whatever changes in the agenda (which renews
 * everything below "appointments", "list") asks again, and so does the clock.
 */
export function useBooked({ kind, uid }: Deed) {
  return useQuery({
    queryKey: ["appointments", "list", "booked", uid, kind],
    queryFn: () => refreshBooking(uid),
    enabled: ({ state }) => !state.data,
    refetchInterval: ({ state }) => (state.data ? false : AWAITED_MS),
    staleTime: 0,
  });
}

/** Clients whose name, CPF or phone goes on like what is typed, from three signs on. */
export function useSuggestedClients(typed: string) {
  const q = useSettled(typed.trim(), 250);
  const query = useQuery({
    queryKey: ["clients", "suggested", q],
    queryFn: ({ signal }) => listClients({ q, page_size: 6 }, signal),
    enabled: q.length >= 3,
    staleTime: 60_000,
  });
  return query.data?.items ?? [];
}

export function useEmbedSettings() {
  return useQuery({ queryKey: SETTINGS, queryFn: ({ signal }) => getEmbedSettings(signal) });
}

export function useSaveEmbedSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: saveEmbedSettings,
    onSuccess: async (saved) => {
      client.setQueryData(SETTINGS, saved);
      await client.invalidateQueries({ queryKey: CONFIG });
    },
  });
}
