import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCreations } from "@/api/creation";
import type { Run, RunPage, RunWanted } from "@/api/models";
import { getCompleteness, getRun, listRuns, requestRun } from "@/api/runs";

const KEY = ["runs"] as const;
const IDLE = 15_000;
const BUSY = 1_500;
export const PAGE_SIZE = 20;

export const isOpen = ({ state }: Run) => state === "pedida" || state === "em_andamento";

const pollInterval = (page: RunPage | undefined) => (page?.items.some(isOpen) ? BUSY : IDLE);

/** Runs, asked for again every 15 s, more often while one is under way. */
export function useRuns(page: number) {
  return useQuery({
    queryKey: [...KEY, "list", page],
    queryFn: ({ signal }) => listRuns(page, PAGE_SIZE, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollInterval(state.data),
  });
}

/** One run with its differences. */
export function useRun(id: string) {
  return useQuery({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => getRun(id, signal),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? BUSY : false),
  });
}

export function useCompleteness() {
  return useQuery({
    queryKey: [...KEY, "completeness"],
    queryFn: ({ signal }) => getCompleteness(signal),
    refetchInterval: IDLE,
  });
}

export function useRequestRun() {
  const client = useQueryClient();
  const creations = useCreations();
  return useMutation({
    mutationFn: (asked: { wanted: RunWanted; isRehearsal: boolean }) =>
      creations.run(asked, (key) => requestRun(asked.wanted, asked.isRehearsal, key)),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
