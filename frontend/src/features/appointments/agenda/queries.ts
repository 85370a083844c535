import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getAgenda } from "@/api/agenda";
import { usePollInterval } from "../live/LiveUpdates";
import { appointmentKeys } from "../queries";

/** A local day's visits by collector, renewed with the appointments. */
export function useAgenda(data: string, units: readonly string[]) {
  const params = { data, nome_unidade: [...units] };
  return useQuery({
    queryKey: [...appointmentKeys.lists, "agenda", params],
    queryFn: ({ signal }) => getAgenda(params, signal),
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
}
