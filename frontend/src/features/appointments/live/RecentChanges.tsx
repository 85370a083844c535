import { createContext, type ReactNode, useContext } from "react";
import type { Appointment } from "@/api/models";
import { useRecentChanges } from "./changes";

const Recent = createContext<ReadonlySet<string>>(new Set());

type RecentChangesProps = { listKey: string; items: readonly Appointment[] | undefined; children: ReactNode };

/** Tells the visits inside which of `items` changed a moment ago, while the same list stayed on screen. */
export function RecentChanges({ listKey, items, children }: RecentChangesProps) {
  return <Recent value={useRecentChanges(listKey, items)}>{children}</Recent>;
}

/** Whether the visit changed a moment ago. */
export function useIsRecent(id: string): boolean {
  return useContext(Recent).has(id);
}
