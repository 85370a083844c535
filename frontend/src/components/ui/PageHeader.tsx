import type { ReactNode } from "react";

/** A page's title with what belongs beside it. */
export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1 className="mr-auto text-xl font-bold">{title}</h1>
      {children}
    </header>
  );
}
