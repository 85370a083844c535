import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { confirmContact, getClaims } from "@/api/claims";
import { mergeClients, separate } from "@/api/clients";
import { appointmentKeys } from "../queries";

/** What of the appointment waits for a person; asked for anew with each version of it. */
export function useClaims(id: string, version: number, isWaiting: boolean) {
  return useQuery({
    queryKey: [...appointmentKeys.one(id), "claims", version],
    queryFn: ({ signal }) => getClaims(id, signal),
    enabled: isWaiting,
  });
}

function useRenewing() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: appointmentKeys.all });
    void client.invalidateQueries({ queryKey: ["clients"] });
  };
}

export function useConfirmContact(id: string) {
  return useMutation({
    mutationFn: (seen: Record<string, string>) => confirmContact(id, seen),
    onSettled: useRenewing(),
  });
}

export function useUnite(clientId: string) {
  return useMutation({
    mutationFn: (otherId: string) => mergeClients(clientId, otherId),
    onSettled: useRenewing(),
  });
}

export function useSeparate(clientId: string) {
  return useMutation({
    mutationFn: (otherId: string) => separate(clientId, otherId),
    onSettled: useRenewing(),
  });
}
