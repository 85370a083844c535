import { TriangleAlert } from "lucide-react";
import type { Agenda, AgendaWarning } from "@/api/models";
import { formatInstant } from "@/lib/dates";

const KINDS = { coletora: "Coletora", carro: "Carro", motorista: "Motorista" } as const;

function textOf(warning: AgendaWarning, agenda: Agenda): string {
  const items = [...agenda.sem_coletora, ...agenda.colunas.flatMap(({ agendamentos }) => agendamentos)];
  const pair = warning.agendamentos.map((id) => items.find((item) => item.id === id));
  const visits = pair.map((item) =>
    item ? `${item.hora_agendamento} ${item.nome_paciente}` : "outra visita",
  );
  const zone = pair.find((item) => item)?.fuso;
  const hours = [warning.inicio, warning.fim].map((at) => formatInstant(at, zone).slice(-5)).join(" às ");
  return `${KINDS[warning.tipo]} ${warning.nome} em duas visitas das ${hours}: ${visits.join(" e ")}`;
}

/** Who or what is at two places at once. */
export function Warnings({ agenda }: { agenda: Agenda }) {
  if (agenda.avisos.length === 0) return null;
  return (
    <section
      aria-label="Avisos"
      className="flex items-start gap-2 rounded-md bg-attention-soft px-4 py-3 text-attention-ink"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <ul className="flex flex-col gap-1">
        {agenda.avisos.map((warning) => (
          <li key={`${warning.tipo} ${warning.agendamentos.join()}`}>{textOf(warning, agenda)}</li>
        ))}
      </ul>
    </section>
  );
}
