import { Split } from "lucide-react";
import type { ClientUnion } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { BROWSER_ZONE, formatInstant } from "@/lib/dates";
import { formatCpf, formatPhone } from "@/lib/format";
import { useUndoUnion, useUnions } from "./queries";

function detailOf({ cliente, em }: ClientUnion): string {
  const { cpf, telefone, email } = cliente;
  const when = `unido em ${formatInstant(em, BROWSER_ZONE)}`;
  return [formatCpf(cpf), formatPhone(telefone), email, when].filter(Boolean).join(" · ");
}

/** The records that became part of a client, each with the way back. */
export function Unions({ id }: { id: string }) {
  const { data = [] } = useUnions(id);
  const { mutate, isPending, error } = useUndoUnion(id);
  if (data.length === 0) return null;
  return (
    <section aria-labelledby="unions" className="mt-4 flex flex-col gap-2">
      <h3 id="unions" className="font-bold">
        Cadastros unidos a este
      </h3>
      {error && <Notice>{messageOf(error)}</Notice>}
      <ul className="flex flex-col gap-2">
        {data.map((union) => (
          <li key={union.cliente.id} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              <strong>{union.cliente.nome}</strong> · {detailOf(union)}
            </span>
            <Button disabled={isPending} onClick={() => mutate(union.cliente.id)}>
              <Split aria-hidden="true" className="size-4" />
              {union.desfeita ? "Terminar de desfazer" : "Desfazer união"}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
