import { Download, Eraser } from "lucide-react";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Notice } from "@/components/ui/Message";
import { ErasureProgress } from "./ErasureProgress";
import { useErase, useErasures, useExport } from "./queries";

function EraseButton({ name, onConfirm }: { name: string; onConfirm: () => void }) {
  return (
    <ConfirmDialog
      trigger={
        <Button variant="danger">
          <Eraser aria-hidden="true" className="size-4" />
          Apagar dados (LGPD)
        </Button>
      }
      title={`Apagar os dados de ${name}?`}
      confirm="Apagar para sempre"
      danger
      onConfirm={onConfirm}
    >
      <p>As visitas futuras são canceladas, também no Cal.com, que avisa o paciente.</p>
      <p>
        Nome, CPF, contatos, endereço, histórico e o conteúdo recebido do Cal.com são apagados. Ficam só a
        data, a unidade e a situação de cada visita, sem a pessoa.
      </p>
      <p>Todas as visitas desta página entram, também as marcadas com o CPF do cliente para outra pessoa.</p>
      <p className="font-semibold text-ink">Não há como desfazer. Fica registrado que você pediu.</p>
    </ConfirmDialog>
  );
}

/** What a patient may ask of the clinic (LGPD), for the gestor. */
export function PersonalData({ id, name }: { id: string; name: string }) {
  const exported = useExport(id);
  const erased = useErase(id);
  const erasure = useErasures().data?.find((one) => one.id === id);
  const failure = exported.error ?? erased.error;
  return (
    <section aria-labelledby="personal-data" className="flex flex-col gap-3">
      <h2 id="personal-data" className="text-lg font-bold">
        Dados pessoais (LGPD)
      </h2>
      {failure && <Notice>{messageOf(failure)}</Notice>}
      {erasure && <ErasureProgress erasure={erasure} />}
      <div className="flex flex-wrap gap-3">
        <Button disabled={exported.isPending} onClick={() => exported.mutate()}>
          <Download aria-hidden="true" className="size-4" />
          {exported.isPending ? "Reunindo…" : "Exportar dados (LGPD)"}
        </Button>
        {!erasure && <EraseButton name={name} onConfirm={() => erased.mutate()} />}
      </div>
    </section>
  );
}
