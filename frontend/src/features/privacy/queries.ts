import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { eraseClient, exportClient, listAccesses, listErasures } from "@/api/privacy";
import { saveFile } from "@/lib/saveFile";

export const PAGE_SIZE = 50;
const KEY = ["privacy"] as const;
const UNDER_WAY_MS = 5_000;

/** All erasures; looked at again while one is under way. */
export function useErasures() {
  return useQuery({
    queryKey: [...KEY, "erasures"],
    queryFn: ({ signal }) => listErasures(signal),
    refetchInterval: ({ state }) =>
      state.data?.some(({ estado }) => estado !== "concluido") ? UNDER_WAY_MS : false,
  });
}

export function useAccesses(page: number) {
  const params = { page, page_size: PAGE_SIZE };
  return useQuery({
    queryKey: [...KEY, "accesses", params],
    queryFn: ({ signal }) => listAccesses(params, signal),
    placeholderData: keepPreviousData,
  });
}

/** Saves everything that is kept of a client as a file. */
export function useExport(id: string) {
  return useMutation({
    mutationFn: () => exportClient(id),
    onSuccess: (told) => {
      const text = JSON.stringify(told, null, 2);
      saveFile(new Blob([text], { type: "application/json" }), `dados-${id}.json`);
    },
  });
}

export function useErase(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => eraseClient(id),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
