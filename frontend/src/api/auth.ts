import "./client";
import { renewSession } from "./client";
import { changePassword as change, login, logout } from "./generated";
import type { Credentials } from "./models";
import { unwrap } from "./problem";
import { sessionStore } from "./session";

/** Begins a session, or throws the server's ApiError (401 wrong, 429 too many attempts). */
export async function signIn(credentials: Credentials): Promise<void> {
  sessionStore.begin(await unwrap(login({ body: credentials })));
}

/** Ends the session here even when the server cannot be told: the token leaves memory either way. */
export async function signOut(): Promise<void> {
  await logout().catch(() => undefined);
  sessionStore.leave();
}

/** On load: the session that the refresh cookie still holds, else signed out. */
export async function restoreSession(): Promise<void> {
  const restored = await renewSession().catch(() => false);
  if (!restored && sessionStore.get().kind === "restoring") sessionStore.leave();
}

/** Changes the own password: the user's other sessions end, and this one goes on with a new token. */
export async function changePassword(passwords: { current: string; new: string }): Promise<void> {
  sessionStore.begin(await unwrap(change({ body: passwords })));
}
