import type { ReactNode } from "react";

/** A titled part of a form: two columns where there is room. */
export function FormSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-b border-line pb-5 last:border-0 last:pb-0">
      <legend className="mb-3 text-base font-bold">{title}</legend>
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}
