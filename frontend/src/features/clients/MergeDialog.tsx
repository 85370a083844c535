import { useState } from "react";
import type { Client } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { Modal } from "@/components/ui/Modal";
import { SuggestField } from "@/components/ui/SuggestField";
import { countText, formatCpf, formatPhone } from "@/lib/format";
import { useSettled } from "@/lib/hooks";
import { useClients, useMergeClients } from "./queries";

function detailOf({ cpf, telefone, total_agendamentos }: Client): string {
  return [formatCpf(cpf), formatPhone(telefone), countText(total_agendamentos, "agendamento")]
    .filter(Boolean)
    .join(" · ");
}

function Kept({ title, client }: { title: string; client: Client }) {
  return (
    <div className="rounded-md bg-sunken p-3">
      <p className="text-xs text-muted">{title}</p>
      <p className="font-semibold">{client.nome}</p>
      <p className="text-xs text-muted">{detailOf(client)}</p>
    </div>
  );
}

/** Finds the other record of the same person and takes it in. */
export function MergeDialog({ client, onClose }: { client: Client; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [other, setOther] = useState<Client | null>(null);
  const { data } = useClients(useSettled(typed.trim(), 250), 1);
  const merge = useMergeClients(client.id);
  const others = typed.trim() ? (data?.items ?? []).filter(({ id }) => id !== client.id).slice(0, 6) : [];
  const submit = () => other && merge.mutate(other.id, { onSuccess: onClose });
  return (
    <Modal
      title="Unir dois cadastros"
      description="Para quando a mesma pessoa ficou cadastrada duas vezes."
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        {merge.isError && <Notice>{messageOf(merge.error)}</Notice>}
        <Kept title="Fica este cadastro" client={client} />
        <SuggestField
          label="O outro cadastro"
          hint="Busque por nome, CPF ou telefone"
          value={typed}
          onChange={(event) => {
            setOther(null);
            setTyped(event.target.value);
          }}
          suggestions={
            other ? [] : others.map((one) => ({ key: one.id, label: one.nome, detail: detailOf(one) }))
          }
          onPick={(id) => {
            const picked = others.find((one) => one.id === id) ?? null;
            setOther(picked);
            setTyped(picked?.nome ?? "");
          }}
        />
        {other && <Kept title="Este é unido ao primeiro e deixa de existir" client={other} />}
        <div className="flex justify-end gap-3">
          <Button onClick={onClose}>Voltar</Button>
          <Button variant="danger" disabled={!other || merge.isPending} onClick={submit}>
            {merge.isPending ? "Unindo…" : "Unir cadastros"}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
