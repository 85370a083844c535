import { HttpResponse, http } from "msw";
import type { Credentials, User } from "@/api/models";
import { invalid, problem, refusal, userOf } from "./answers";
import { type MockState, PASSWORD } from "./state";

function sessionFor(state: MockState, user: User) {
  const token = `token-${state.tokens.size + 1}-${user.role}`;
  state.tokens.set(token, user);
  return HttpResponse.json({ access_token: token, token_type: "bearer", expires_in: 900, user });
}

function forgery(request: Request) {
  return request.headers.has("X-Requested-With") ? null : problem(403, "Falta o cabeçalho X-Requested-With.");
}

export function authHandlers(state: MockState) {
  return [
    http.post("*/api/v1/auth/login", async ({ request }) => {
      const { email, password } = (await request.json()) as Credentials;
      const user = state.users.find((one) => one.email === email);
      if (!user || password !== PASSWORD) return problem(401, "E-mail ou senha incorretos.");
      state.cookieUser = user;
      return sessionFor(state, user);
    }),
    http.post("*/api/v1/auth/refresh", ({ request }) => {
      if (!state.cookieUser) return problem(401, "Entre para continuar.");
      return forgery(request) ?? sessionFor(state, state.cookieUser);
    }),
    http.post("*/api/v1/auth/logout", ({ request }) => {
      const refused = forgery(request);
      if (refused) return refused;
      state.cookieUser = null;
      state.tokens.clear();
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("*/api/v1/auth/password", async ({ request }) => {
      const given = (await request.json()) as { current: string; new: string };
      const refused = refusal(state, request);
      if (refused) return refused;
      if (given.current !== PASSWORD) return invalid({ current: "A senha atual não confere." });
      if (given.new.length < 10) return invalid({ new: "Use pelo menos 10 caracteres." });
      const caller = userOf(state, request);
      return caller ? sessionFor(state, caller) : problem(401, "Entre para continuar.");
    }),
    http.get(
      "*/api/v1/auth/me",
      ({ request }) => refusal(state, request) ?? HttpResponse.json(userOf(state, request)),
    ),
  ];
}
