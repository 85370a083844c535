import { useState } from "react";
import type { Mapping } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Card } from "@/components/ui/Card";
import { Confirm } from "@/components/ui/ConfirmDialog";
import { ErrorMessage, Notice } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { useUnsavedGuard } from "@/lib/unsaved";
import { bodyOf, type Draft, draftOf, isSame } from "./draft";
import { EventTypesEditor } from "./EventTypesEditor";
import { useMapping, usePreview } from "./mappingQueries";
import { Preview } from "./Preview";
import { QuestionsEditor } from "./QuestionsEditor";
import { SaveBar } from "./SaveBar";
import { Versions } from "./Versions";

function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const blocked = useUnsavedGuard(isDirty);
  if (!blocked.isBlocked) return null;
  return (
    <Confirm
      danger
      title="Descartar o que foi digitado?"
      confirm="Descartar"
      back="Continuar editando"
      onConfirm={blocked.leave}
      onBack={blocked.stay}
    >
      <p>As mudanças do mapeamento ainda não foram salvas.</p>
    </Confirm>
  );
}

function Editor({ mapping }: { mapping: Mapping }) {
  const [base, setBase] = useState(mapping);
  const [draft, setDraft] = useState<Draft>(() => draftOf(mapping));
  const preview = usePreview();
  const isDirty = !isSame(draft, draftOf(base));
  const take = (taken: Mapping) => {
    setBase(taken);
    setDraft(draftOf(taken));
    preview.reset();
  };
  return (
    <>
      <LeaveGuard isDirty={isDirty} />
      <div className="flex flex-col gap-6 rounded-lg border border-line bg-surface p-4 shadow-card">
        <EventTypesEditor draft={draft} onChange={setDraft} />
        <QuestionsEditor fields={base.fields} draft={draft} onChange={setDraft} />
        {preview.isError && <Notice>{messageOf(preview.error)}</Notice>}
        <SaveBar
          draft={draft}
          version={base.version}
          isDirty={isDirty}
          isPreviewing={preview.isPending}
          onPreview={() => preview.mutate(bodyOf(draft))}
          onSaved={take}
          onTheirs={take}
        />
      </div>
      {preview.data && (
        <Card>
          <Preview items={preview.data} />
        </Card>
      )}
      <Versions saves={base.saves} />
    </>
  );
}

/** Which event type is which unit, and which question answers which field: edited, tried on real deliveries, saved. */
export function MappingPart() {
  const { data, error, refetch } = useMapping();
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  return <Editor mapping={data} />;
}
