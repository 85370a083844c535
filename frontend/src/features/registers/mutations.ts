import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCreations } from "@/api/creation";
import { createItem, deleteItem, type RegisterItem, type RegisterKind, updateItem } from "@/api/registers";

function useRenewing() {
  const client = useQueryClient();
  return { onSuccess: () => client.invalidateQueries({ queryKey: ["registers"] }) };
}

/** Writes an item: a new one where there is none yet. */
export function useSaveItem(kind: RegisterKind, item: RegisterItem | null) {
  const creations = useCreations();
  return useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      item ? updateItem(kind, item.id, body) : creations.run(body, (key) => createItem(kind, body, key)),
    ...useRenewing(),
  });
}

export function useDeleteItem(kind: RegisterKind) {
  return useMutation({ mutationFn: (id: string) => deleteItem(kind, id), ...useRenewing() });
}
