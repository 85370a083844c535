import { client } from "./generated/client.gen";
import type { Session } from "./models";
import { sessionStore } from "./session";

const REFRESH = "/api/v1/auth/refresh";
/** A page elsewhere cannot send it, so the routes that act on the cookie ask for it. */
const OWN_PAGE = ["X-Requested-With", "fetch"] as const;
const OPEN_ROUTES = ["/api/v1/auth/login", REFRESH, "/api/v1/auth/logout"];

let renewal: Promise<boolean> | null = null;

/** Tabs share one rotating refresh cookie, so only one of them may spend it at a time. */
async function alone(task: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request("session-refresh", task) : task();
}

async function requestSession(): Promise<boolean> {
  const url = new URL(REFRESH, window.location.origin);
  const response = await fetch(url, { method: "POST", headers: [[...OWN_PAGE]] });
  if (response.ok) sessionStore.begin((await response.json()) as Session);
  else if (response.status === 401) sessionStore.end();
  return response.ok;
}

/** A new access token from the refresh cookie; false when there is none (a refused cookie also ends the session). */
export function renewSession(): Promise<boolean> {
  renewal ??= alone(requestSession).finally(() => {
    renewal = null;
  });
  return renewal;
}

function withHeaders(request: Request): Request {
  const token = sessionStore.token();
  request.headers.set(...OWN_PAGE);
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

/** fetch with the access token; on 401 the session is renewed once and the request sent again. */
export async function authorizedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(withHeaders(request));
  const isOpen = OPEN_ROUTES.includes(new URL(request.url).pathname);
  if (response.status !== 401 || isOpen || !(await renewSession())) return response;
  return fetch(withHeaders(again));
}

client.setConfig({
  baseUrl: window.location.origin,
  fetch: (input, init) => authorizedFetch(new Request(input, init)),
});
