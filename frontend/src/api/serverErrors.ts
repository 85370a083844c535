import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { ApiError, messageOf } from "./problem";

/** Puts a refusal's field errors at the form's fields, the first one focused, and the rest of it above the form (`root`). */
export function showServerErrors<T extends FieldValues>(form: UseFormReturn<T>, error: unknown): void {
  const errors = error instanceof ApiError ? error.fieldErrors : [];
  const nameOf = (field: string) => field.split(".")[0] ?? "";
  const here = errors.filter(({ field }) => nameOf(field) in form.getValues());
  for (const [index, { field, detail }] of here.entries()) {
    const problem = { type: "server", message: detail };
    form.setError(nameOf(field) as Path<T>, problem, { shouldFocus: index === 0 });
  }
  const rest = errors.filter((one) => !here.includes(one)).map(({ detail }) => detail);
  form.setError("root", { message: [messageOf(error), ...rest].join(" ") });
}
