import { useEffect, useEffectEvent, useState } from "react";
import { useForm } from "react-hook-form";
import type { Appointment } from "@/api/models";
import { showServerErrors } from "@/api/serverErrors";
import { useCreateAppointment, useUpdateAppointment } from "../mutations";
import { type Conflict, conflictOf, joined, newsOf } from "./conflict";
import { type FormField, type FormValues, inputOf, newFrom, valuesOf } from "./values";

type Given = {
  /** The appointment as it was when editing began; null for a new one. */
  item: Appointment | null;
  /** The appointment as it is now, where that is known. */
  latest: Appointment | undefined;
  initial?: Partial<FormValues>;
  /** The fields that the person may write. */
  writable: readonly FormField[];
  onSaved: (item: Appointment) => void;
};

/**
 * The form's state: saving, field errors, and what others changed meanwhile – told by the stream, or by a stale write –
 * merged with what was typed (nothing typed is lost).
 */
export function useAppointmentForm({ item, latest, initial, writable, onSaved }: Given) {
  const form = useForm<FormValues>({ defaultValues: valuesOf(item, initial) });
  const [base, setBase] = useState(item);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const create = useCreateAppointment();
  const update = useUpdateAppointment();
  const { dirtyFields, isDirty } = form.formState;

  const adopt = (news: Conflict) => {
    form.reset(valuesOf(news.current), { keepDirtyValues: true });
    setBase(news.current);
    setConflict((earlier) => joined(earlier, news));
  };

  const hear = useEffectEvent((now: Appointment) => {
    const known = Math.max(base?.versao ?? 0, update.data?.versao ?? 0);
    if (base?.id === now.id && now.versao > known && !update.isPending) adopt(newsOf(base, now));
  });
  useEffect(() => {
    if (latest) hear(latest);
  }, [latest]);

  const fail = (error: unknown) => {
    const stale = conflictOf(error);
    if (stale) return adopt(stale);
    showServerErrors(form, error);
  };

  const save = form.handleSubmit(async (values) => {
    const changed = writable.filter((name) => dirtyFields[name]);
    const written = base
      ? update.mutateAsync({ id: base.id, body: { ...inputOf(values, changed), versao: base.versao } })
      : create.mutateAsync(newFrom(values));
    await written.then(onSaved, fail);
  });

  const takeTheirs = (name: FormField) => {
    form.resetField(name, { defaultValue: valuesOf(base)[name] });
  };
  const startOver = () => {
    form.reset(valuesOf(base));
    setConflict(null);
  };
  const dismiss = () => setConflict(null);
  const isPending = create.isPending || update.isPending;
  return { form, save, conflict, takeTheirs, startOver, dismiss, isDirty, isPending };
}
