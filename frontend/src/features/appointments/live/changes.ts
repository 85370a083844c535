import { useCallback, useEffect, useRef, useState } from "react";
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

/** A set of names that forgets what it was told after a moment. */
function useMoment() {
  const [recent, setRecent] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (recent.size === 0) return;
    const timer = setTimeout(() => setRecent(new Set()), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [recent]);
  const tell = useCallback((news: readonly string[]) => {
    if (news.length > 0) setRecent((old) => new Set([...old, ...news]));
  }, []);
  return { recent, tell };
}

/** Ids to highlight for a moment: what changed while the same list (`key`) stayed on screen. */
export function useRecentChanges(key: string, items: readonly Row[] | undefined): ReadonlySet<string> {
  const shown = useRef<{ key: string; items: readonly Row[] } | null>(null);
  const { recent, tell } = useMoment();
  useEffect(() => {
    if (!items) return;
    const before = shown.current;
    shown.current = { key, items };
    tell(before?.key === key ? changedSince(before.items, items) : []);
  }, [key, items, tell]);
  return recent;
}

/** The fields of an appointment that differ between two of its versions. */
export function changedFields(before: Appointment, after: Appointment): Array<keyof Appointment> {
  const names = Object.keys(after) as Array<keyof Appointment>;
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Fields to highlight for a moment: what changed while the same appointment stayed on screen. */
export function useRecentFields(item: Appointment): ReadonlySet<string> {
  const shown = useRef(item);
  const { recent, tell } = useMoment();
  useEffect(() => {
    const before = shown.current;
    shown.current = item;
    tell(before.id === item.id ? changedFields(before, item) : []);
  }, [item, tell]);
  return recent;
}
