import { type RegisterOptions, useFormContext } from "react-hook-form";
import { fieldLabel } from "../fields";
import type { FormField, FormValues } from "./values";

/** What a control of the appointment's form needs, by the name of its field: label, error, and its ties to the form. */
export function useFields() {
  const { register, formState } = useFormContext<FormValues>();
  return (name: FormField, options?: RegisterOptions<FormValues, FormField>) => ({
    label: fieldLabel(name),
    error: formState.errors[name]?.message,
    ...register(name, options),
  });
}
