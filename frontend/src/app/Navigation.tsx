import { NavLink } from "react-router";
import { useUser } from "@/features/auth/useSession";
import { cx } from "@/lib/cx";
import { navigationFor } from "./navigation";

/** The places that the user's role may go to. */
export function Navigation({ onGo }: { onGo?: () => void }) {
  const { role } = useUser();
  return (
    <nav aria-label="Principal" className="flex flex-col gap-5">
      {navigationFor(role).map(({ title, items }) => (
        <div key={title ?? ""} className="flex flex-col gap-1">
          {title && <p className="px-3 pb-1 text-xs font-semibold text-muted">{title}</p>}
          {items.map(({ to, label, icon: Icon }) => (
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
            </NavLink>
          ))}
        </div>
      ))}
    </nav>
  );
}
