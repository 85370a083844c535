import type { Session, User } from "./models";

/** Who is at the screen. `expired` tells a session that ended by itself from one never begun or signed out. */
export type SessionState =
  | { kind: "restoring" }
  | { kind: "signed-out"; expired: boolean }
  | { kind: "signed-in"; user: User };

let state: SessionState = { kind: "restoring" };
let token: string | null = null;
const listeners = new Set<() => void>();

function become(next: SessionState, nextToken: string | null) {
  state = next;
  token = nextToken;
  for (const listener of listeners) listener();
}

/** The session, with its access token in memory only: a reload restores it from the refresh cookie. */
export const sessionStore = {
  get: () => state,
  token: () => token,
  begin: (session: Session) => become({ kind: "signed-in", user: session.user }, session.access_token),
  end: () => become({ kind: "signed-out", expired: state.kind === "signed-in" }, null),
  leave: () => become({ kind: "signed-out", expired: false }, null),
  reset: () => become({ kind: "restoring" }, null),
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
