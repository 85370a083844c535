import { Link } from "react-router";
import type { Drift, RunDetail } from "@/api/models";
import { messageOf } from "@/api/problem";
import { type Fact, Facts } from "@/components/ui/Facts";
import { ErrorMessage } from "@/components/ui/Message";
import { SidePanel } from "@/components/ui/SidePanel";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatInstant } from "@/lib/dates";
import { formatNumber, formatSpan } from "@/lib/format";
import { RunBadges } from "./RunTable";
import { useRun } from "./runQueries";
import { askedBy, driftText, errorText, RUN_KINDS } from "./runWords";

const instant = (iso: string | null) => iso && formatInstant(iso);

function factsOf(run: RunDetail): Fact[] {
  return [
    { label: "Tipo", value: RUN_KINDS[run.kind] },
    { label: "Situação", value: <RunBadges run={run} /> },
    { label: "Erro", value: run.error ? errorText(run.error) : "nenhum" },
    { label: "Pedida por", value: askedBy(run.by) },
    { label: "Começou em", value: instant(run.started_at) },
    { label: "Terminou em", value: instant(run.ended_at) },
    { label: "Duração", value: run.seconds === null ? null : formatSpan(run.seconds) },
    { label: "Visitas desde", value: instant(run.start) ?? "o que mudou por último" },
    { label: "Visitas até", value: instant(run.end) ?? "o que mudou por último" },
    { label: "Leu tudo", value: run.is_complete ? "sim" : "não" },
  ];
}

function numbersOf({ tally }: RunDetail): Fact[] {
  const numbers: ReadonlyArray<[string, number]> = [
    ["Páginas lidas", tally.pages],
    ["Reservas lidas", tally.rows],
    ["Iguais", tally.equal],
    ["Criadas aqui", tally.created],
    ["Mudadas aqui", tally.changed],
    ["Superadas por outra", tally.superseded],
    ["Sem efeito", tally.ignored],
    ["Faltavam aqui", tally.missing_here],
    ["Faltavam no Cal.com", tally.missing_there],
    ["Consertadas", tally.repaired],
    ["Para uma pessoa", tally.left_to_person],
    ["Envios atrasados", tally.overdue_pushes],
  ];
  return numbers.map(([label, value]) => ({ label, value: formatNumber(value) }));
}

function Difference({ drift }: { drift: Drift }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <span>{driftText(drift)}</span>
      {drift.appointment_id ? (
        <Link
          className="min-h-6 font-semibold text-brand underline"
          to={`/agendamentos?scope=all&agendamento=${drift.appointment_id}`}
        >
          Abrir agendamento
        </Link>
      ) : (
        <code className="text-xs break-all text-muted">{drift.key}</code>
      )}
    </li>
  );
}

function Differences({ drift }: { drift: readonly Drift[] }) {
  return (
    <section aria-labelledby="drift" className="py-4">
      <h3 id="drift" className="mb-2 font-bold">
        Diferenças encontradas
      </h3>
      {drift.length === 0 ? (
        <p className="text-muted">Nenhuma: os dois lados diziam o mesmo.</p>
      ) : (
        <ul aria-labelledby="drift" className="divide-y divide-line">
          {drift.map((one, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a finished run's list never changes
            <Difference key={n} drift={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Detail({ id }: { id: string }) {
  const { data, error, refetch } = useRun(id);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  return (
    <>
      <Facts title="Conciliação" facts={factsOf(data)} />
      <Facts title="Números" facts={numbersOf(data)} />
      <Differences drift={data.drift} />
    </>
  );
}

/** One run: what it saw, what it did, and where the two sides differed. */
export function RunDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <SidePanel title="Conciliação" description="O que a comparação com o Cal.com viu e fez" onClose={onClose}>
      <Detail id={id} />
    </SidePanel>
  );
}
