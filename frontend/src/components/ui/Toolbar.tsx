import type { ReactNode } from "react";

/** A list's search and filters: in one line where there is room, else one under the other. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-2 lg:flex-row lg:items-start">{children}</div>;
}
