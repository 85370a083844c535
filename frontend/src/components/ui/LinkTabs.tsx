import { useEffect, useRef } from "react";
import { Link, type To } from "react-router";
import { cx } from "@/lib/cx";

export type LinkTab = { to: To; label: string; isCurrent: boolean };

/** The parts of a page as links; they scroll sideways where there is no room, the current one into sight. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  const place = useRef<HTMLElement>(null);
  const current = tabs.findIndex(({ isCurrent }) => isCurrent);
  useEffect(() => {
    place.current?.children[current]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <nav ref={place} aria-label={label} className="-mb-px flex overflow-x-auto sm:gap-1">
      {tabs.map(({ to, label: text, isCurrent }) => (
        <Link
          key={text}
          to={to}
          aria-current={isCurrent ? "page" : undefined}
          className={cx(
            "shrink-0 border-b-2 px-2 py-2.5 font-semibold -outline-offset-2 sm:px-3",
            isCurrent ? "border-brand text-brand-strong" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
