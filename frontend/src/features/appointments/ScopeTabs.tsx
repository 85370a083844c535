import type { Scope } from "@/api/models";
import { LinkTabs } from "@/components/ui/LinkTabs";
import { inScope, type ListFilters, writeFilters } from "./filters";
import { SCOPE_LABELS } from "./statuses";

/** The list's four scopes, as links: what else was chosen stays. */
export function ScopeTabs({ filters }: { filters: ListFilters }) {
  const tabs = (Object.keys(SCOPE_LABELS) as Scope[]).map((scope) => ({
    to: { search: writeFilters(inScope(filters, scope)).toString() },
    label: SCOPE_LABELS[scope],
    isCurrent: scope === filters.scope,
  }));
  return <LinkTabs label="Recorte da agenda" tabs={tabs} />;
}
