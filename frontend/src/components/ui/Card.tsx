import type { ReactNode } from "react";

/** The white surface that a list or a view stands on. */
export function Card({ children }: { children: ReactNode }) {
  return <div className="rounded-lg border border-line bg-surface shadow-card">{children}</div>;
}
