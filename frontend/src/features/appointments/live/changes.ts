import { useEffect, useRef, useState } from "react";
import type { Appointment } from "@/api/models";

type Row = Pick<Appointment, "id" | "versao" | "updated_at">;

/** The rows of `after` that are new or changed since `before`; one merely moved in from another page is not. */
export function changedSince(before: readonly Row[], after: readonly Row[]): string[] {
  const seen = new Map(before.map((row) => [row.id, row.versao]));
  const newest =
    before
      .map((row) => row.updated_at)
      .sort()
      .at(-1) ?? "";
  const isNews = (row: Row) => {
    const known = seen.get(row.id);
    return known === undefined ? row.updated_at > newest : row.versao > known;
  };
  return after.filter(isNews).map((row) => row.id);
}

const SHOWN_FOR = 4000;

/** Ids to highlight for a moment: what changed while the same list (`key`) stayed on screen. */
export function useRecentChanges(key: string, items: readonly Row[] | undefined): ReadonlySet<string> {
  const shown = useRef<{ key: string; items: readonly Row[] } | null>(null);
  const [recent, setRecent] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!items) return;
    const before = shown.current;
    shown.current = { key, items };
    const news = before?.key === key ? changedSince(before.items, items) : [];
    if (news.length > 0) setRecent((old) => new Set([...old, ...news]));
  }, [key, items]);
  useEffect(() => {
    if (recent.size === 0) return;
    const timer = setTimeout(() => setRecent(new Set()), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [recent]);
  return recent;
}
