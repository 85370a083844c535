import type { AppointmentListParams, AppointmentSort } from "@/api/appointments";
import type { Origin, Scope, Status } from "@/api/models";
import { ORIGIN_LABELS, SCOPE_LABELS, STATUSES } from "./statuses";

/** What the list shows, as far as it may stand in the URL: the search text is personal data and never does. */
export type ListFilters = {
  scope: Scope;
  status: Status[];
  origem: Origin[];
  nome_unidade: string[];
  nome_marca: string[];
  pendencia: string[];
  data_inicio: string | undefined;
  data_fim: string | undefined;
  sort: AppointmentSort;
  page: number;
};

export const PAGE_SIZE = 25;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MAX_PAGE = 10_000;
const SORTS: readonly AppointmentSort[] = [
  ...(["data_agendamento", "-data_agendamento", "nome_paciente", "-nome_paciente"] as const),
  ...(["nome_unidade", "-nome_unidade", "status", "-status", "updated_at", "-updated_at"] as const),
];
const DEFAULT_SORT: Record<Scope, AppointmentSort> = {
  current: "data_agendamento",
  history: "-data_agendamento",
  unscheduled: "-updated_at",
  all: "-data_agendamento",
};

function known<T extends string>(values: string[], table: Record<T, unknown>): T[] {
  return values.filter((value): value is T => Object.hasOwn(table, value));
}

function day(value: string | null): string | undefined {
  return value !== null && DAY.test(value) ? value : undefined;
}

/** The order named by `text`, or the scope's own where there is none of that name. */
export function sortOf(text: string | null, scope: Scope): AppointmentSort {
  return SORTS.find((sort) => sort === text) ?? DEFAULT_SORT[scope];
}

/** Filters from a URL's query; whatever is not understood falls back to its default. */
export function readFilters(params: URLSearchParams): ListFilters {
  const scope = known([params.get("scope") ?? ""], SCOPE_LABELS)[0] ?? "current";
  return {
    scope,
    status: known(params.getAll("status"), STATUSES),
    origem: known(params.getAll("origem"), ORIGIN_LABELS),
    nome_unidade: params.getAll("nome_unidade"),
    nome_marca: params.getAll("nome_marca"),
    pendencia: params.getAll("pendencia"),
    data_inicio: day(params.get("data_inicio")),
    data_fim: day(params.get("data_fim")),
    sort: sortOf(params.get("sort"), scope),
    page: Math.min(MAX_PAGE, Math.max(1, Math.trunc(Number(params.get("page")) || 1))),
  };
}

/** The URL's query for these filters, defaults left out. */
export function writeFilters(filters: ListFilters): URLSearchParams {
  const { scope, sort, page, ...rest } = filters;
  const params = new URLSearchParams();
  if (scope !== "current") params.set("scope", scope);
  for (const [name, value] of Object.entries(rest)) {
    for (const one of [value ?? []].flat()) params.append(name, one);
  }
  if (sort !== DEFAULT_SORT[scope]) params.set("sort", sort);
  if (page > 1) params.set("page", String(page));
  return params;
}

/** The filters of another scope: what was chosen stays, order and page start anew. */
export function inScope(filters: ListFilters, scope: Scope): ListFilters {
  return { ...filters, scope, sort: DEFAULT_SORT[scope], page: 1 };
}

/** The same scope with nothing chosen. */
export function cleared(filters: ListFilters): ListFilters {
  return readFilters(new URLSearchParams({ scope: filters.scope }));
}

/** Whether anything narrows the scope. */
export function isNarrowed(filters: ListFilters): boolean {
  const { status, origem, nome_unidade, nome_marca, pendencia, data_inicio, data_fim } = filters;
  const chosen = [status, origem, nome_unidade, nome_marca, pendencia].flat().length;
  return chosen > 0 || Boolean(data_inicio ?? data_fim);
}

/** The API's parameters for these filters and the search text. */
export function listParams(filters: ListFilters, search: string): AppointmentListParams {
  return { ...filters, ...(search && { q: search }), page_size: PAGE_SIZE };
}
