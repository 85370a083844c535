import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { type ListFilters, readFilters, writeFilters } from "./filters";

const OPEN = "agendamento";

/** The list's filters and the open appointment, both kept in the URL so that a reload and "back" work. */
export function useListFilters() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const openId = params.get(OPEN);

  const setFilters = useCallback(
    (next: Partial<ListFilters>) => setParams(writeFilters({ ...filters, page: 1, ...next })),
    [filters, setParams],
  );
  const open = useCallback(
    (id: string | null) => {
      const next = writeFilters(filters);
      if (id) next.set(OPEN, id);
      setParams(next);
    },
    [filters, setParams],
  );
  return { filters, setFilters, openId, open };
}
