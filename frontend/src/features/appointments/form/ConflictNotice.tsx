import { GitMerge } from "lucide-react";
import { useEffect, useRef } from "react";
import { useFormContext } from "react-hook-form";
import type { HistoryEntry } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { formatInstant } from "@/lib/dates";
import { fieldLabel } from "../fields";
import { useHistory } from "../queries";
import { actorLabel, valueText } from "../timeline";
import type { Conflict } from "./conflict";
import type { FormField, FormValues } from "./values";

type ConflictNoticeProps = {
  conflict: Conflict;
  onTakeTheirs: (name: FormField) => void;
  onStartOver: () => void;
};

/** Who last changed one of these fields, and when. */
function authorOf(history: readonly HistoryEntry[] | undefined, { changed, current }: Conflict): string {
  const touched = (entry: HistoryEntry) =>
    entry.changes.some(({ field }) => changed.some((one) => one === field));
  const last = history?.filter(touched).toSorted((a, b) => b.at.localeCompare(a.at))[0];
  return last ? `${actorLabel(last)}, às ${formatInstant(last.at, current.fuso).slice(-5)}` : "Outra pessoa";
}

function ChangedField({
  name,
  conflict,
  onTakeTheirs,
}: Omit<ConflictNoticeProps, "onStartOver"> & { name: FormField }) {
  const { formState } = useFormContext<FormValues>();
  const mine = Boolean(formState.dirtyFields[name]);
  const theirs = valueText(name, conflict.current[name], conflict.current.fuso) || "vazio";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span>
        <strong>{fieldLabel(name)}</strong> agora é “{theirs}”{mine ? "; o seu continua no formulário" : ""}
      </span>
      {mine && (
        <Button variant="quiet" onClick={() => onTakeTheirs(name)}>
          Usar o novo
        </Button>
      )}
    </li>
  );
}

/** Says what changed under the form, field by field, and lets the person choose; saving again writes what is left. */
export function ConflictNotice({ conflict, onTakeTheirs, onStartOver }: ConflictNoticeProps) {
  const { data } = useHistory(conflict.current.id);
  const place = useRef<HTMLElement>(null);
  // The form may be scrolled far away from it; each refusal brings it into sight anew.
  useEffect(() => {
    if (conflict) place.current?.focus();
  }, [conflict]);
  return (
    <section
      ref={place}
      tabIndex={-1}
      role="alert"
      aria-label="Mudança de outra pessoa"
      className="flex flex-col gap-2 rounded-md bg-attention-soft p-4 text-attention-ink"
    >
      <p className="flex items-center gap-2 font-semibold">
        <GitMerge aria-hidden="true" className="size-4 shrink-0" />
        {authorOf(data, conflict)} mudou este agendamento enquanto você editava.
      </p>
      <ul className="flex flex-col gap-1 pl-6">
        {conflict.changed.map((name) => (
          <ChangedField key={name} name={name} conflict={conflict} onTakeTheirs={onTakeTheirs} />
        ))}
      </ul>
      <p className="pl-6">Nada do que você digitou se perdeu. Confira e salve de novo.</p>
      <Button className="self-start" onClick={onStartOver}>
        Descartar o meu e ver como está agora
      </Button>
    </section>
  );
}
