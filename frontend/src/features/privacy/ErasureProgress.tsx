import { Link } from "react-router";
import type { Erasure } from "@/api/models";
import { countText } from "@/lib/format";

const WORDS: Record<Erasure["estado"], string> = {
  pedido: "Apagamento pedido: começa em segundos.",
  esperando: "Apagamento em andamento: espera o cancelamento no Cal.com.",
  concluido: "Dados apagados.",
};

/** How far an erasure is, and which visits still stand. */
export function ErasureProgress({ erasure }: { erasure: Erasure }) {
  return (
    <div role="status" className="rounded-md bg-sunken p-3">
      <p className="font-semibold">{WORDS[erasure.estado]}</p>
      {erasure.em_pe.length > 0 && (
        <p className="text-muted">
          {countText(erasure.em_pe.length, "visita")} ainda de pé. Se o Cal.com recusar o cancelamento, decida
          em{" "}
          <Link to="/agendamentos?pendencia=envio_recusado" className="underline">
            agendamentos com envio recusado
          </Link>
          .
        </p>
      )}
    </div>
  );
}
