import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useCreations } from "@/api/creation";
import { confirmImport, getImport, startImport } from "@/api/imports";
import type { Import } from "@/api/models";

const KEY = ["imports"] as const;
const BUSY = 700;

function isBusy(one: Import | undefined): boolean {
  return one === undefined || one.state === "lendo" || one.state === "gravando";
}

export function useStartImport() {
  const creations = useCreations();
  return useMutation({
    mutationFn: (file: File) => creations.run(file, (key) => startImport(file, key)),
  });
}

export function useConfirmImport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => confirmImport(id),
    onSettled: () => client.invalidateQueries({ queryKey: [...KEY, id] }),
  });
}

/** An import, asked for again while the worker reads or writes it; what was written renews the lists. */
export function useImport(id: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => getImport(id, signal),
    refetchInterval: ({ state }) => isBusy(state.data) && BUSY,
  });
  const isWritten = query.data?.state === "gravado";
  useEffect(() => {
    if (isWritten) void client.invalidateQueries({ queryKey: ["appointments"] });
  }, [client, isWritten]);
  return query;
}
