import { Droplet } from "lucide-react";
import { Navigate, useLocation } from "react-router";
import { Skeleton } from "@/components/ui/Skeleton";
import { SignInForm } from "@/features/auth/SignInForm";
import { useRestoredSession } from "@/features/auth/useSession";
import { useTitle } from "@/lib/hooks";

/** The way in; whoever is signed in already goes on to where they were headed. */
export function SignInPage() {
  useTitle("Entrar");
  const session = useRestoredSession();
  const { state } = useLocation() as { state: { from?: string } | null };
  if (session.kind === "restoring") return <Skeleton />;
  if (session.kind === "signed-in") return <Navigate to={state?.from ?? "/"} replace />;
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm rounded-lg border border-line bg-surface p-6 shadow-card sm:p-8">
        <span className="mb-6 grid size-12 place-items-center rounded-md bg-brand text-white">
          <Droplet aria-hidden="true" className="size-6" />
        </span>
        <h1 className="text-xl font-bold">Agenda de coletas</h1>
        <p className="mt-1 mb-6 text-muted">
          {session.expired
            ? "Sua sessão terminou. Entre de novo para continuar."
            : "Entre com a sua conta da clínica."}
        </p>
        <SignInForm />
      </div>
    </main>
  );
}
