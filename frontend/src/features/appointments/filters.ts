import type { AppointmentListParams, AppointmentSort } from "@/api/appointments";
import type { Origin, Scope, Status } from "@/api/models";
import { isLocalDate } from "@/lib/dates";
import { ORIGIN_LABELS, SCOPE_LABELS, STATUSES } from "./statuses";

/** What the list shows, as far as it may stand in the URL: the search text is personal data and never does. */
export type ListFilters = {
  scope: Scope;
  status: Status[];
  origem: Origin[];
  nome_unidade: string[];
  nome_marca: string[];
  pendencia: string[];
  tag: string[];
  driver_id: string[];
  collector_id: string[];
  data_inicio: string | undefined;
  data_fim: string | undefined;
  sort: AppointmentSort;
  page: number;
  view: View;
  /** The calendar's day, and whether it shows that day alone or its week. */
  day: string | undefined;
  span: Span;
};

export type View = "table" | "cards" | "calendar";
export type Span = "week" | "day";
/** The filters that are lists of choices, in the API's names. */
export const CHOICE_FILTERS = [
  ...(["status", "origem", "nome_unidade", "nome_marca"] as const),
  ...(["pendencia", "tag", "driver_id", "collector_id"] as const),
];

export const PAGE_SIZE = 25;
const VIEWS: Record<View, unknown> = { table: 0, cards: 0, calendar: 0 };
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
  return isLocalDate(value) ? value : undefined;
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
    tag: params.getAll("tag"),
    driver_id: params.getAll("driver_id"),
    collector_id: params.getAll("collector_id"),
    data_inicio: day(params.get("data_inicio")),
    data_fim: day(params.get("data_fim")),
    sort: sortOf(params.get("sort"), scope),
    page: Math.min(MAX_PAGE, Math.max(1, Math.trunc(Number(params.get("page")) || 1))),
    view: known([params.get("view") ?? ""], VIEWS)[0] ?? "table",
    day: day(params.get("day")),
    span: params.get("span") === "day" ? "day" : "week",
  };
}

/** The URL's query for these filters, defaults left out. */
export function writeFilters(filters: ListFilters): URLSearchParams {
  const { scope, sort, page, view, span, ...rest } = filters;
  const params = new URLSearchParams();
  if (scope !== "current") params.set("scope", scope);
  for (const [name, value] of Object.entries(rest)) {
    for (const one of [value ?? []].flat()) params.append(name, one);
  }
  if (sort !== DEFAULT_SORT[scope]) params.set("sort", sort);
  if (page > 1) params.set("page", String(page));
  if (view !== "table") params.set("view", view);
  if (span !== "week") params.set("span", span);
  return params;
}

/** The filters of another scope: what was chosen stays, order and page start anew. */
export function inScope(filters: ListFilters, scope: Scope): ListFilters {
  return { ...filters, scope, sort: DEFAULT_SORT[scope], page: 1 };
}

/** The same scope and view with nothing chosen. */
export function cleared({ scope, view, day: shown, span }: ListFilters): ListFilters {
  return { ...readFilters(new URLSearchParams({ scope })), view, day: shown, span };
}

/** Whether anything narrows the scope. */
export function isNarrowed(filters: ListFilters): boolean {
  const chosen = CHOICE_FILTERS.some((name) => filters[name].length > 0);
  return chosen || Boolean(filters.data_inicio ?? filters.data_fim);
}

/** What was chosen and searched for, without scope, order and page: what KPIs, calendar and choices ask with. */
export function narrowing(filters: ListFilters, search: string) {
  const chosen = CHOICE_FILTERS.filter((name) => filters[name].length > 0);
  return {
    ...Object.fromEntries(chosen.map((name) => [name, filters[name]])),
    ...(filters.data_inicio && { data_inicio: filters.data_inicio }),
    ...(filters.data_fim && { data_fim: filters.data_fim }),
    ...(search && { q: search }),
  };
}

/** The API's parameters for these filters and the search text. */
export function listParams(filters: ListFilters, search: string): AppointmentListParams {
  const { scope, sort, page } = filters;
  return { ...narrowing(filters, search), scope, sort, page, page_size: PAGE_SIZE };
}
