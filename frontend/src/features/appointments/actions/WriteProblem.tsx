import { ApiError, isProblem, messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { fieldLabel } from "../fields";

function detailOf(error: unknown): string {
  if (isProblem(error, "versao_antiga")) {
    const names = (error.problem.changed as string[]).map(fieldLabel).join(", ");
    return `Outra pessoa mudou este agendamento (${names}). Confira como está agora e tente de novo.`;
  }
  const fields = error instanceof ApiError ? error.fieldErrors.map(({ detail }) => detail) : [];
  return [messageOf(error), ...fields].join(" ");
}

/** Why a write was refused, with the way to the appointment that took this one in. */
export function WriteProblem({ error, onOpen }: { error: unknown; onOpen: (id: string) => void }) {
  if (!error) return null;
  const survivor = isProblem(error, "incorporado") ? error.problem.survivor_id : undefined;
  return (
    <div className="flex flex-col gap-2">
      <Notice>{detailOf(error)}</Notice>
      {typeof survivor === "string" && (
        <Button className="self-start" onClick={() => onOpen(survivor)}>
          Abrir o agendamento que ficou
        </Button>
      )}
    </div>
  );
}
