import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type ClientEdit,
  getClient,
  getUnions,
  listClients,
  mergeClients,
  undoUnion,
  updateClient,
} from "@/api/clients";

export const PAGE_SIZE = 25;
const KEY = ["clients"] as const;

export function useClients(q: string, page: number) {
  const params = { page, page_size: PAGE_SIZE, ...(q && { q }) };
  return useQuery({
    queryKey: [...KEY, "list", params],
    queryFn: ({ signal }) => listClients(params, signal),
    placeholderData: keepPreviousData,
  });
}

export function useClient(id: string) {
  return useQuery({ queryKey: [...KEY, "one", id], queryFn: ({ signal }) => getClient(id, signal) });
}

function useRenewing() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: KEY });
    void client.invalidateQueries({ queryKey: ["appointments"] });
  };
}

export function useUpdateClient(id: string) {
  return useMutation({ mutationFn: (body: ClientEdit) => updateClient(id, body), onSettled: useRenewing() });
}

export function useMergeClients(id: string) {
  return useMutation({
    mutationFn: (otherId: string) => mergeClients(id, otherId),
    onSettled: useRenewing(),
  });
}

export function useUnions(id: string) {
  return useQuery({ queryKey: [...KEY, "unions", id], queryFn: ({ signal }) => getUnions(id, signal) });
}

export function useUndoUnion(id: string) {
  return useMutation({ mutationFn: (otherId: string) => undoUnion(id, otherId), onSettled: useRenewing() });
}
