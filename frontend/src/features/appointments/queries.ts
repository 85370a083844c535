import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getAppointment, getHistory, listAppointments } from "@/api/appointments";
import type { Appointment } from "@/api/models";
import { type ListFilters, listParams } from "./filters";
import { usePollInterval } from "./live/LiveUpdates";

/** Query keys: everything of appointments begins with "appointments", so that one word renews it all. */
export const appointmentKeys = {
  all: ["appointments"] as const,
  lists: ["appointments", "list"] as const,
  one: (id: string) => ["appointments", "one", id] as const,
};

export function useAppointments(filters: ListFilters, search: string) {
  const params = listParams(filters, search);
  return useQuery({
    queryKey: [...appointmentKeys.lists, params],
    queryFn: ({ signal }) => listAppointments(params, signal),
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
}

export function useAppointment(id: string) {
  return useQuery({
    queryKey: [...appointmentKeys.one(id), "fields"],
    queryFn: ({ signal }) => getAppointment(id, signal),
    refetchInterval: usePollInterval(),
  });
}

export function useHistory(id: string) {
  return useQuery({
    queryKey: [...appointmentKeys.one(id), "history"],
    queryFn: ({ signal }) => getHistory(id, signal),
    refetchInterval: usePollInterval(),
  });
}

function placesOf(items: readonly Appointment[]) {
  const distinct = (names: string[]) => [...new Set(names)];
  return {
    units: distinct(items.map((item) => item.nome_unidade)),
    brands: distinct(items.map((item) => item.nome_marca)),
  };
}

/** Units and brands to offer as filters: those of the hundred appointments with the latest dates. */
export function usePlaces() {
  const query = useQuery({
    queryKey: ["places"],
    queryFn: ({ signal }) =>
      listAppointments({ scope: "all", sort: "-data_agendamento", page_size: 100 }, signal),
    select: (page) => placesOf(page.items),
    staleTime: 5 * 60_000,
  });
  return query.data ?? { units: [], brands: [] };
}
