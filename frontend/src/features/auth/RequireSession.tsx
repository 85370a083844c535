import { Navigate, Outlet, useLocation } from "react-router";
import { Skeleton } from "@/components/ui/Skeleton";
import { useRestoredSession } from "./useSession";

/** The routes inside need a session: it is restored on load, and without one the way leads to the sign-in page. */
export function RequireSession() {
  const session = useRestoredSession();
  const { pathname, search } = useLocation();
  if (session.kind === "restoring") return <Skeleton />;
  if (session.kind === "signed-in") return <Outlet />;
  return <Navigate to="/entrar" replace state={{ from: pathname + search }} />;
}
