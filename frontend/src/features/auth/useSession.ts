import { useEffect, useSyncExternalStore } from "react";
import { restoreSession } from "@/api/auth";
import type { User } from "@/api/models";
import { type SessionState, sessionStore } from "@/api/session";

function useSession(): SessionState {
  return useSyncExternalStore(sessionStore.subscribe, sessionStore.get);
}

/** The session; on load it is restored from the refresh cookie first. */
export function useRestoredSession(): SessionState {
  const session = useSession();
  const restoring = session.kind === "restoring";
  useEffect(() => {
    if (restoring) void restoreSession();
  }, [restoring]);
  return session;
}

/** The signed-in user; only for what stands behind `RequireSession`. */
export function useUser(): User {
  const session = useSession();
  if (session.kind !== "signed-in") throw new Error("useUser outside RequireSession");
  return session.user;
}
