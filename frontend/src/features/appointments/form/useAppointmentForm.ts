import { useState } from "react";
import { useForm } from "react-hook-form";
import type { Appointment } from "@/api/models";
import { showServerErrors } from "@/api/serverErrors";
import { useCreateAppointment, useUpdateAppointment } from "../mutations";
import { type Conflict, conflictOf } from "./conflict";
import { type FormField, type FormValues, inputOf, newFrom, valuesOf } from "./values";

type Given = {
  /** The appointment as it was when editing began; null for a new one. */
  item: Appointment | null;
  initial?: Partial<FormValues>;
  /** The fields that the person may write. */
  writable: readonly FormField[];
  onSaved: (item: Appointment) => void;
};

/** The form's state: saving, field errors, and a stale write merged with what was typed (nothing typed is lost). */
export function useAppointmentForm({ item, initial, writable, onSaved }: Given) {
  const form = useForm<FormValues>({ defaultValues: valuesOf(item, initial) });
  const [base, setBase] = useState(item);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const create = useCreateAppointment();
  const update = useUpdateAppointment();
  const { dirtyFields, isDirty } = form.formState;

  const fail = (error: unknown) => {
    const stale = conflictOf(error);
    if (stale) {
      form.reset(valuesOf(stale.current), { keepDirtyValues: true });
      setBase(stale.current);
      return setConflict(stale);
    }
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
  const isPending = create.isPending || update.isPending;
  return { form, save, conflict, takeTheirs, startOver, isDirty, isPending };
}
