import { Droplet } from "lucide-react";
import { Suspense } from "react";
import { Outlet } from "react-router";
import { Skeleton } from "@/components/ui/Skeleton";
import { LiveUpdates } from "@/features/appointments/live/LiveUpdates";
import { UserMenu } from "@/features/auth/UserMenu";
import { useMediaQuery } from "@/lib/hooks";
import { Navigation } from "./Navigation";
import { PhoneMenu } from "./PhoneMenu";

function Brand() {
  return (
    <p className="flex items-center gap-2.5 text-base font-bold">
      <span className="grid size-8 place-items-center rounded-sm bg-brand text-white">
        <Droplet aria-hidden="true" className="size-4.5" />
      </span>
      Agenda de coletas
    </p>
  );
}

function SideBar() {
  return (
    <aside className="print:hidden sticky top-0 flex h-dvh w-60 shrink-0 flex-col gap-6 border-r border-line bg-surface p-4">
      <Brand />
      <Navigation />
      <div className="mt-auto flex flex-col">
        <UserMenu />
      </div>
    </aside>
  );
}

function TopBar() {
  return (
    <header className="print:hidden sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-surface px-2 py-1">
      <PhoneMenu />
      <Brand />
      <div className="ml-auto">
        <UserMenu />
      </div>
    </header>
  );
}

/** The frame around every page of a signed-in user. */
export function AppShell() {
  const isWide = useMediaQuery("(min-width: 64rem)");
  return (
    <LiveUpdates>
      <a
        href="#conteudo"
        className="sr-only rounded-sm bg-surface p-3 font-semibold focus:not-sr-only focus:fixed focus:z-50"
      >
        Ir para o conteúdo
      </a>
      <div className="min-h-dvh lg:flex">
        {isWide ? <SideBar /> : <TopBar />}
        <main id="conteudo" className="mx-auto w-full max-w-7xl min-w-0 flex-1 p-4 lg:p-8">
          <Suspense fallback={<Skeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </LiveUpdates>
  );
}
