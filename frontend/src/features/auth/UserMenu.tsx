import { ChevronsUpDown, KeyRound, LogOut } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { lazy, Suspense, useState } from "react";
import { signOut } from "@/api/auth";
import { ROLE_LABELS } from "@/api/roles";
import { useUser } from "./useSession";

const PasswordDialog = lazy(async () => ({ default: (await import("./PasswordDialog")).PasswordDialog }));
const itemClass =
  "flex min-h-10 cursor-pointer items-center gap-2 rounded-sm px-3 data-highlighted:bg-sunken";

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.charAt(0) ?? "").join("");
}

/** Who is signed in, with which role, and the way out. */
export function UserMenu() {
  const user = useUser();
  const [changing, setChanging] = useState(false);
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="flex min-h-10 items-center gap-3 rounded-sm p-2 text-left hover:bg-sunken">
          <span
            aria-hidden="true"
            className="grid size-9 shrink-0 place-items-center rounded-full bg-brand-soft font-bold text-brand-strong uppercase"
          >
            {initialsOf(user.name)}
          </span>
          <span className="min-w-0 flex-1 max-sm:sr-only">
            <span className="block truncate font-semibold">{user.name}</span>
            <span className="block text-xs text-muted">{ROLE_LABELS[user.role]}</span>
          </span>
          <ChevronsUpDown aria-hidden="true" className="size-4 text-muted max-sm:hidden" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="end"
            sideOffset={6}
            collisionPadding={12}
            className="z-40 w-60 animate-fade-in rounded-md border border-line bg-surface p-1 shadow-float"
          >
            <DropdownMenu.Label className="border-b border-line px-3 py-2">
              <span className="block truncate font-semibold">{user.name}</span>
              <span className="block text-xs text-muted">{ROLE_LABELS[user.role]}</span>
            </DropdownMenu.Label>
            <DropdownMenu.Item onSelect={() => setChanging(true)} className={`mt-1 ${itemClass}`}>
              <KeyRound aria-hidden="true" className="size-4" />
              Trocar a senha
            </DropdownMenu.Item>
            <DropdownMenu.Item onSelect={() => void signOut()} className={itemClass}>
              <LogOut aria-hidden="true" className="size-4" />
              Sair
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {changing && (
        <Suspense>
          <PasswordDialog onClose={() => setChanging(false)} />
        </Suspense>
      )}
    </>
  );
}
