import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  type AppointmentListParams,
  getAppointment,
  getFilterChoices,
  getHistory,
  getKpis,
  listAllAppointments,
  listAppointments,
} from "@/api/appointments";
import { addDays, BROWSER_ZONE, localDay } from "@/lib/dates";
import { type ListFilters, listParams, narrowing } from "./filters";
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

/** The thirty days that the tab is about, where no period is chosen: those to come, or the server's last thirty. */
function thirtyDays(filters: ListFilters) {
  if (filters.scope !== "current" || (filters.data_inicio ?? filters.data_fim)) return {};
  const today = localDay(new Date(), BROWSER_ZONE);
  return { data_inicio: today, data_fim: addDays(today, 29) };
}

/** The counts of what the filters ask for. */
export function useKpis(filters: ListFilters, search: string) {
  const params = { scope: "all", ...thirtyDays(filters), ...narrowing(filters, search) } as const;
  return useQuery({
    queryKey: [...appointmentKeys.lists, "kpis", params],
    queryFn: ({ signal }) => getKpis(params, signal),
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
}

/** Half a year back and ahead: the server counts 400 days at most. */
function aroundToday() {
  const today = localDay(new Date(), BROWSER_ZONE);
  return { data_inicio: addDays(today, -180), data_fim: addDays(today, 180) };
}

/** What can be chosen in each filter: the values that the appointments of the period, else of the year, have. */
export function useFilterChoices(filters: ListFilters) {
  const hasPeriod = filters.data_inicio ?? filters.data_fim;
  const period = hasPeriod ? {} : aroundToday();
  const params = { scope: "all", ...period, ...narrowing(filters, "") } as const;
  return useQuery({
    queryKey: ["appointments", "choices", params],
    queryFn: ({ signal }) => getFilterChoices(params, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

const MOST_SHOWN = 600;

/** All appointments from one local day to another, both included, that the filters ask for. */
export function useDays(filters: ListFilters, search: string, from: string, to: string) {
  const params = { ...narrowing(filters, search), scope: "all", data_inicio: from, data_fim: to } as const;
  return useQuery({
    queryKey: [...appointmentKeys.lists, "days", params],
    queryFn: ({ signal }) => listAllAppointments({ ...params, sort: "data_agendamento" }, MOST_SHOWN, signal),
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
}

/** The appointments of one client, the latest first. */
export function useClientAppointments(id: string) {
  const params: AppointmentListParams = { cliente_id: [id], scope: "all", sort: "-data_agendamento" };
  return useQuery({
    queryKey: [...appointmentKeys.lists, params],
    queryFn: ({ signal }) => listAllAppointments(params, MOST_SHOWN, signal),
    refetchInterval: usePollInterval(),
  });
}
