import { useState } from "react";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ErrorMessage } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { useDeliveryBody } from "./deliveryQueries";

function pretty(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

function Body({ id }: { id: string }) {
  const { data, error, refetch } = useDeliveryBody(id);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} />;
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-sm bg-sunken p-3 font-mono text-xs"
    >
      {pretty(data.body)}
    </pre>
  );
}

/** What Cal.com sent: it holds a patient's data, so it is fetched and shown only when asked for. */
export function DeliveryBody({ id }: { id: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <section aria-labelledby="delivery-body" className="flex flex-col gap-3 pt-4">
      <div className="flex items-center justify-between gap-3">
        <h3 id="delivery-body" className="font-bold">
          Conteúdo recebido
        </h3>
        <Button aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? "Ocultar" : "Mostrar conteúdo"}
        </Button>
      </div>
      {isShown ? <Body id={id} /> : <p className="text-muted">Contém dados do paciente.</p>}
    </section>
  );
}
