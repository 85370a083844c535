import { Eye } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ErrorMessage } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { useDelivery, useWholeBody } from "./deliveryQueries";

function pretty(body: unknown): string {
  if (body === null) return "O conteúdo não está mais guardado, ou está lacrado com outra chave.";
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

function Content({ id, isWhole }: { id: string; isWhole: boolean }) {
  const masked = useDelivery(id);
  const whole = useWholeBody(id, isWhole);
  const { data, error, refetch } = isWhole ? whole : masked;
  if (data === undefined && error)
    return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} />;
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-sm bg-sunken p-3 font-mono text-xs"
    >
      {pretty(isWhole ? whole.data : masked.data?.body)}
    </pre>
  );
}

/** What Cal.com sent, masked; whole only for whoever asks, which the server notes. */
export function DeliveryBody({ id }: { id: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <section aria-labelledby="delivery-body" className="flex flex-col gap-3 pt-4">
      <div className="flex items-center justify-between gap-3">
        <h3 id="delivery-body" className="font-bold">
          Conteúdo recebido
        </h3>
        <Button onClick={() => setWhole(!isWhole)}>
          <Eye aria-hidden="true" className="size-4" />
          {isWhole ? "Ocultar dados pessoais" : "Mostrar dados pessoais"}
        </Button>
      </div>
      <p className="text-muted">
        {isWhole
          ? "Estes são os dados do paciente. Ficou registrado que você os abriu."
          : "Os dados pessoais estão mascarados. Abri-los fica registrado com o seu nome."}
      </p>
      <Content id={id} isWhole={isWhole} />
    </section>
  );
}
