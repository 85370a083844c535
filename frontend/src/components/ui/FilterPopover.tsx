import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

/** A filter's button, with what is chosen in it (`summary`), and the small window it opens. */
export function FilterPopover({
  label,
  summary,
  children,
}: {
  label: string;
  summary?: string | undefined;
  children: ReactNode;
}) {
  return (
    <Popover.Root>
      <Popover.Trigger
        className={cx(
          "inline-flex min-h-10 shrink-0 items-center gap-1.5 rounded-full border px-3.5 font-semibold",
          summary ? "border-brand bg-brand-soft text-brand-strong" : "border-line bg-surface hover:bg-sunken",
        )}
      >
        {summary ? `${label}: ${summary}` : label}
        <ChevronDown aria-hidden="true" className="size-4" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={`Filtro: ${label}`}
          className="z-20 max-h-(--radix-popover-content-available-height) w-72 animate-fade-in overflow-y-auto rounded-md border border-line bg-surface p-2 shadow-float"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
