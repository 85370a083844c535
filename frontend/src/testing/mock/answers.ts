import { HttpResponse } from "msw";
import type { User } from "@/api/models";
import type { MockState } from "./state";

/** An RFC 9457 problem document. */
export function problem(status: number, detail: string, more: Record<string, unknown> = {}) {
  const body = { type: "about:blank", title: "Erro", status, detail, code: "erro", ...more };
  return HttpResponse.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

/** The user whose access token the request carries, or null. */
export function userOf(state: MockState, request: Request): User | null {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  return state.tokens.get(token) ?? null;
}

/** A problem for whoever is not signed in, or not in one of `roles`; else null. */
export function refusal(state: MockState, request: Request, roles?: readonly string[]) {
  const caller = userOf(state, request);
  if (!caller) return problem(401, "Entre para continuar.");
  return roles && !roles.includes(caller.role) ? problem(403, "Seu perfil não permite isto.") : null;
}

/** A 422 where the query has a parameter outside `allowed`, as the real API answers; else null. */
export function unknownParameter(params: URLSearchParams, allowed: readonly string[]) {
  const unknown = [...params.keys()].find((name) => !allowed.includes(name));
  return unknown ? problem(422, `Parâmetro desconhecido: ${unknown}`) : null;
}

/** The envelope of every list. */
export function pageOf<T>(items: readonly T[], params: URLSearchParams) {
  const page = Number(params.get("page") ?? 1);
  const size = Number(params.get("page_size") ?? 25);
  const slice = items.slice((page - 1) * size, page * size);
  return HttpResponse.json({ items: slice, page, page_size: size, total: items.length });
}

/** A 422 with errors at fields. */
export function invalid(errors: Record<string, string>) {
  const list = Object.entries(errors).map(([field, detail]) => ({ field, detail }));
  return problem(422, "Há campos a corrigir.", { code: "dados_invalidos", errors: list });
}
