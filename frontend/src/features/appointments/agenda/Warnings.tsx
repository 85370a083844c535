import { TriangleAlert } from "lucide-react";
import type { Agenda, AgendaWarning } from "@/api/models";
import { formatInstant } from "@/lib/dates";

const SHOWN = 3;

/** The warnings of each pair of visits: a whole crew at two places is one thing to put right, not three. */
function byPair(warnings: readonly AgendaWarning[]): AgendaWarning[][] {
  const keyOf = ({ agendamentos }: AgendaWarning) => agendamentos.join();
  const pairs = [...new Set(warnings.map(keyOf))];
  return pairs.map((pair) => warnings.filter((warning) => keyOf(warning) === pair));
}

function textOf(together: readonly AgendaWarning[], agenda: Agenda): string {
  const [first] = together;
  if (!first) return "";
  const items = [...agenda.sem_coletora, ...agenda.colunas.flatMap(({ agendamentos }) => agendamentos)];
  const pair = first.agendamentos.map((id) => items.find((item) => item.id === id));
  const visits = pair.map((item) =>
    item ? `${item.hora_agendamento} ${item.nome_paciente}` : "outra visita",
  );
  const zone = pair.find((item) => item)?.fuso;
  const hours = [first.inicio, first.fim].map((at) => formatInstant(at, zone).slice(-5)).join(" às ");
  const crew = together.map(({ tipo, nome }) => `${tipo} ${nome}`).join(", ");
  return `${visits.join(" e ")}: ${crew} nas duas das ${hours}`;
}

function List({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** Who or what would be at two places at once; a long list opens on demand. */
export function Warnings({ agenda }: { agenda: Agenda }) {
  const texts = byPair(agenda.avisos).map((together) => textOf(together, agenda));
  if (texts.length === 0) return null;
  const hidden = texts.slice(SHOWN);
  return (
    <section
      aria-label="Avisos"
      className="flex items-start gap-2 rounded-md bg-attention-soft px-4 py-3 text-attention-ink"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold">
          {texts.length === 1 ? "Há um horário sobreposto" : `Há ${texts.length} horários sobrepostos`}
        </p>
        <List texts={texts.slice(0, SHOWN)} />
        {hidden.length > 0 && (
          <details>
            <summary className="min-h-6 cursor-pointer font-semibold">Mais {hidden.length}</summary>
            <List texts={hidden} />
          </details>
        )}
      </div>
    </section>
  );
}
