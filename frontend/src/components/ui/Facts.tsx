import { type ReactNode, useId } from "react";

export type Fact = { label: string; value: ReactNode };

/** A titled group of label and value; what is absent says so. */
export function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-b border-line py-4 first:pt-0 last:border-0">
      <h3 id={id} className="mb-2 font-bold">
        {title}
      </h3>
      <dl className="grid grid-cols-[minmax(8rem,2fr)_3fr] gap-x-4 gap-y-1.5">
        {facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 break-words whitespace-pre-line">
              {value || <span className="text-muted">não informado</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
