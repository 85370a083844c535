import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getMapping, previewMapping, reprocessMapping, saveMapping } from "@/api/mapping";
import type { Mapping } from "@/api/models";
import { isProblem } from "@/api/problem";

const KEY = ["integration", "mapping"] as const;

/** The mapping in force, read each time the editor opens; while it is edited nothing fetches it anew. */
export function useMapping() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getMapping(signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function usePreview() {
  return useMutation({ mutationFn: previewMapping });
}

export function useSave() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: saveMapping,
    onSuccess: (saved) => client.setQueryData<Mapping>(KEY, saved),
  });
}

/** The mapping that somebody else saved meanwhile, which a refused save carries; null for any other error. */
export function overtakenBy(error: unknown): Mapping | null {
  return isProblem(error, "versao_antiga") ? (error.problem.current as Mapping) : null;
}

export function useReprocess() {
  const client = useQueryClient();
  return useMutation({ mutationFn: reprocessMapping, onSettled: () => client.invalidateQueries() });
}
