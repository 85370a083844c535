import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import type { Kpis } from "@/api/models";
import { formatNumber } from "@/lib/format";

/** The counts by unit, in a small window. */
export function UnitShare({ units }: { units: Kpis["por_unidade"] }) {
  if (units.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="inline-flex min-h-8 items-center gap-1 rounded-sm px-2 font-semibold text-brand hover:bg-brand-soft lg:ml-auto">
        Por unidade
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label="Por unidade"
          className="z-20 max-h-80 w-80 animate-fade-in overflow-y-auto rounded-md border border-line bg-surface p-3 shadow-float"
        >
          <ul className="flex flex-col gap-1.5">
            {units.map(({ nome_unidade, nome_marca, total }) => (
              <li key={`${nome_marca} ${nome_unidade}`} className="flex justify-between gap-4">
                <span>
                  {nome_unidade} <span className="text-muted">· {nome_marca}</span>
                </span>
                <strong className="tabular-nums">{formatNumber(total)}</strong>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
