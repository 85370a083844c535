import { GitMerge } from "lucide-react";
import { useEffect, useRef } from "react";
import { useFormContext } from "react-hook-form";
import type { HistoryEntry } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { formatInstant, newestFirst } from "@/lib/dates";
import { fieldLabel } from "../fields";
import { useHistory } from "../queries";
import { actorLabel, valueText } from "../timeline";
import type { Conflict } from "./conflict";
import type { FormField, FormValues } from "./values";

type ConflictNoticeProps = {
  conflict: Conflict;
  onTakeTheirs: (name: FormField) => void;
  onStartOver: () => void;
  onDismiss: () => void;
};

/** Who last changed one of these fields, and when. */
function authorOf(history: readonly HistoryEntry[] | undefined, { changed, current }: Conflict): string {
  const touched = (entry: HistoryEntry) =>
    entry.changes.some(({ field }) => changed.some((one) => one === field));
  const last = newestFirst(history?.filter(touched) ?? [])[0];
  return last ? `${actorLabel(last)}, às ${formatInstant(last.at, current.fuso).slice(-5)}` : "Outra pessoa";
}

function ChangedField({
  name,
  conflict,
  onTakeTheirs,
}: Pick<ConflictNoticeProps, "conflict" | "onTakeTheirs"> & { name: FormField }) {
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

/** Says what changed under the form, field by field, and lets the person choose; saving writes what is left. */
export function ConflictNotice({ conflict, onTakeTheirs, onStartOver, onDismiss }: ConflictNoticeProps) {
  const { isRefused } = conflict;
  const { data } = useHistory(conflict.current.id);
  const place = useRef<HTMLElement>(null);
  // The form may be scrolled far away from a refusal. News does not take the focus from whoever is typing.
  useEffect(() => {
    if (conflict.isRefused) place.current?.focus();
  }, [conflict]);
  return (
    <section
      ref={place}
      tabIndex={-1}
      role={isRefused ? "alert" : "status"}
      aria-label="Mudança de outra pessoa"
      className="sticky -top-4 z-10 flex max-h-[45dvh] shrink-0 flex-col gap-2 overflow-y-auto rounded-md bg-attention-soft p-4 text-attention-ink shadow-card"
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
      <p className="pl-6">
        Nada do que você digitou se perdeu.{" "}
        {isRefused ? "Confira e salve de novo." : "Confira antes de salvar."}
      </p>
      {isRefused ? (
        <Button className="self-start" onClick={onStartOver}>
          Descartar o meu e ver como está agora
        </Button>
      ) : (
        <Button className="self-start" onClick={onDismiss}>
          Entendi
        </Button>
      )}
    </section>
  );
}
