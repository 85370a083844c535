import { Trash2 } from "lucide-react";
import { messageOf } from "@/api/problem";
import type { RegisterItem, RegisterKind } from "@/api/registers";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { itemName } from "./definitions";
import { useDeleteItem } from "./mutations";

type DeleteItemProps = { kind: RegisterKind; item: RegisterItem; onDeleted: () => void };

/** Deletes an item that nothing uses; one in use is refused by the server, and can be deactivated instead. */
export function DeleteItem({ kind, item, onDeleted }: DeleteItemProps) {
  const remove = useDeleteItem(kind);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ConfirmDialog
        danger
        title={`Excluir ${itemName(item)}?`}
        confirm="Excluir"
        onConfirm={() => remove.mutate(item.id, { onSuccess: onDeleted })}
        trigger={
          <Button variant="quiet" disabled={remove.isPending}>
            <Trash2 aria-hidden="true" className="size-4" />
            Excluir
          </Button>
        }
      >
        <p>Só o que nunca foi usado pode ser excluído. Para o resto, desmarque “Ativo”.</p>
      </ConfirmDialog>
      {remove.isError && (
        <p role="alert" className="max-w-56 text-xs text-critical-ink">
          {messageOf(remove.error)}
        </p>
      )}
    </div>
  );
}
