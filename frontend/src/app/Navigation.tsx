import { NavLink } from "react-router";
import type { Role } from "@/api/models";
import { useConflictCount } from "@/features/appointments/sides/queries";
import { useUser } from "@/features/auth/useSession";
import { cx } from "@/lib/cx";
import { navigationFor } from "./navigation";

/** How many appointments wait for a person there; nothing while none does. */
function ConflictCount({ role }: { role: Role }) {
  const count = useConflictCount(role !== "logistica");
  if (count === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-attention-soft px-2 py-0.5 text-xs text-attention-ink tabular-nums">
      {count}
      <span className="sr-only"> {count === 1 ? "aberto" : "abertos"}</span>
    </span>
  );
}

/** The places that the user's role may go to. */
export function Navigation({ onGo }: { onGo?: () => void }) {
  const { role } = useUser();
  return (
    <nav aria-label="Principal" className="flex flex-col gap-5">
      {navigationFor(role).map(({ title, items }) => (
        <div key={title ?? ""} className="flex flex-col gap-1">
          {title && <p className="px-3 pb-1 text-xs font-semibold text-muted">{title}</p>}
          {items.map(({ to, label, icon: Icon, counts }) => (
            <NavLink
              key={to}
              to={to}
              onClick={onGo}
              className={({ isActive }) =>
                cx(
                  "flex min-h-10 items-center gap-3 rounded-sm px-3 font-semibold",
                  isActive ? "bg-brand-soft text-brand-strong" : "text-muted hover:bg-sunken hover:text-ink",
                )
              }
            >
              <Icon aria-hidden="true" className="size-5" />
              {label}
              {counts && <ConflictCount role={role} />}
            </NavLink>
          ))}
        </div>
      ))}
    </nav>
  );
}
