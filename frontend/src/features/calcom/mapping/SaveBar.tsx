import { FlaskConical } from "lucide-react";
import { useState } from "react";
import type { Mapping } from "@/api/models";
import { ApiError, messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Field } from "@/components/ui/Field";
import { Notice } from "@/components/ui/Message";
import { bodyOf, type Draft } from "./draft";
import { overtakenBy, useSave } from "./mappingQueries";
import { faultText } from "./mappingWords";
import { Reprocess } from "./Reprocess";

type SaveBarProps = {
  draft: Draft;
  version: number;
  isDirty: boolean;
  isPreviewing: boolean;
  onPreview: () => void;
  onSaved: (saved: Mapping) => void;
  /** Somebody else saved meanwhile: their version is to be edited. */
  onTheirs: (theirs: Mapping) => void;
};

function Refusal({ error, onTheirs }: { error: unknown } & Pick<SaveBarProps, "onTheirs">) {
  const theirs = overtakenBy(error);
  const details = error instanceof ApiError ? error.fieldErrors.map(faultText) : [];
  return (
    <div className="flex flex-col items-start gap-2">
      <Notice>{[messageOf(error), ...details].join(" ")}</Notice>
      {theirs && (
        <Button onClick={() => onTheirs(theirs)}>Descartar o meu e abrir a versão {theirs.version}</Button>
      )}
    </div>
  );
}

/** Trying, saving and rereading; what is typed stays where a save is refused. */
export function SaveBar({
  draft,
  version,
  isDirty,
  isPreviewing,
  onPreview,
  onSaved,
  onTheirs,
}: SaveBarProps) {
  const [note, setNote] = useState("");
  const save = useSave();
  const store = () => {
    const body = { ...bodyOf(draft), version, ...(note.trim() && { note: note.trim() }) };
    save.mutate(body, {
      onSuccess: (saved) => {
        setNote("");
        onSaved(saved);
      },
    });
  };
  const take = (theirs: Mapping) => {
    save.reset();
    onTheirs(theirs);
  };
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      {save.isError && <Refusal error={save.error} onTheirs={take} />}
      <Field
        label="Nota para a lista de versões"
        value={note}
        maxLength={200}
        onChange={(event) => setNote(event.target.value)}
        className="max-w-prose"
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={onPreview} disabled={isPreviewing}>
          <FlaskConical aria-hidden="true" className="size-4" />
          {isPreviewing ? "Experimentando…" : "Experimentar"}
        </Button>
        <Button variant="primary" onClick={store} disabled={!isDirty || save.isPending}>
          {save.isPending ? "Salvando…" : "Salvar nova versão"}
        </Button>
        <Reprocess isDirty={isDirty} />
        <span role="status" className="text-muted">
          {save.isSuccess && !isDirty && `Versão ${version} em vigor.`}
        </span>
      </div>
    </div>
  );
}
