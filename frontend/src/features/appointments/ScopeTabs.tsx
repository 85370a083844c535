import { Link } from "react-router";
import type { Scope } from "@/api/models";
import { cx } from "@/lib/cx";
import { inScope, type ListFilters, writeFilters } from "./filters";
import { SCOPE_LABELS } from "./statuses";

/** The list's four scopes, as links: what else was chosen stays. */
export function ScopeTabs({ filters }: { filters: ListFilters }) {
  return (
    <nav aria-label="Recorte da agenda" className="-mb-px flex overflow-x-auto sm:gap-1">
      {(Object.keys(SCOPE_LABELS) as Scope[]).map((scope) => (
        <Link
          key={scope}
          to={{ search: writeFilters(inScope(filters, scope)).toString() }}
          aria-current={scope === filters.scope ? "page" : undefined}
          className={cx(
            "shrink-0 border-b-2 px-2 py-2.5 sm:px-3 font-semibold -outline-offset-2",
            scope === filters.scope
              ? "border-brand text-brand-strong"
              : "border-transparent text-muted hover:text-ink",
          )}
        >
          {SCOPE_LABELS[scope]}
        </Link>
      ))}
    </nav>
  );
}
