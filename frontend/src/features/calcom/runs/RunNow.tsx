import { Play } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { RunKind, RunWanted } from "@/api/models";
import { ApiError, messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { CheckField, Field } from "@/components/ui/Field";
import { Notice } from "@/components/ui/Message";
import { Segmented } from "@/components/ui/Segmented";
import { useRequestRun } from "./runQueries";
import { RUN_KINDS } from "./runWords";

const KINDS = (Object.keys(RUN_KINDS) as RunKind[]).map((value) => ({ value, label: RUN_KINDS[value] }));

const HINTS: Record<RunKind, string> = {
  incremental: "Lê as reservas que mudaram desde a última vez. É rápida.",
  full: "Lê todas as reservas, de 30 dias atrás a 180 à frente, e refaz a prova de que nada falta.",
  custom: "Lê as reservas das visitas entre os dois dias, ambos incluídos.",
};

function refusalOf(error: unknown): string {
  const field = error instanceof ApiError ? error.fieldErrors[0]?.detail : undefined;
  return field ?? messageOf(error);
}

function Period({
  first,
  last,
  onChange,
}: {
  first: string;
  last: string;
  onChange: (first: string, last: string) => void;
}) {
  return (
    <div className="flex flex-wrap gap-3">
      <Field
        required
        type="date"
        label="De"
        value={first}
        onChange={(event) => onChange(event.target.value, last)}
      />
      <Field
        required
        type="date"
        label="Até"
        value={last}
        min={first}
        onChange={(event) => onChange(first, event.target.value)}
      />
    </div>
  );
}

/** Asks for a comparison with Cal.com now; a rehearsal reads and compares, and changes nothing. */
export function RunNow() {
  const [kind, setKind] = useState<RunKind>("incremental");
  const [days, setDays] = useState({ first: "", last: "" });
  const [isRehearsal, setRehearsal] = useState(false);
  const request = useRequestRun();
  const wanted: RunWanted = kind === "custom" ? { kind, from: days.first, to: days.last } : { kind };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({ wanted, isRehearsal });
  };
  return (
    <form
      aria-label="Conciliar agora"
      onSubmit={submit}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-card"
    >
      <h2 className="font-bold">Conciliar agora</h2>
      <div className="-mx-4 overflow-x-auto px-4 py-1">
        <Segmented label="O que ler" segments={KINDS} value={kind} onChange={setKind} />
      </div>
      <p className="text-muted">{HINTS[kind]}</p>
      {kind === "custom" && <Period {...days} onChange={(first, last) => setDays({ first, last })} />}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <CheckField
          label="Só ensaiar: comparar sem mudar nada"
          checked={isRehearsal}
          onChange={(event) => setRehearsal(event.target.checked)}
        />
        <Button type="submit" variant="primary" disabled={request.isPending}>
          <Play aria-hidden="true" className="size-4" />
          Rodar agora
        </Button>
        <span role="status" className="text-muted">
          {request.isSuccess && "Pedida: aparece na lista abaixo."}
        </span>
      </div>
      {request.isError && <Notice>{refusalOf(request.error)}</Notice>}
    </form>
  );
}
