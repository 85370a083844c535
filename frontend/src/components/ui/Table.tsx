import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export const cellClass = "px-4 py-3 align-top";

/**
 * A table that scrolls sideways inside itself where the screen is too narrow. Where it `isPlain`, nothing in it takes the
 * focus: it takes it itself, so that it can be scrolled by keyboard.
 */
export function Table({
  caption,
  head,
  isPlain,
  children,
}: {
  caption: string;
  head: ReactNode;
  isPlain?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="overflow-x-auto" {...(isPlain && { tabIndex: 0 })}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead className="border-b border-line bg-sunken text-xs text-muted">
          <tr>{head}</tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  );
}

export function ColumnHead({ children }: { children: ReactNode }) {
  return (
    <th scope="col" className="px-4 py-2 font-semibold whitespace-nowrap">
      {children}
    </th>
  );
}

type SortHeadProps = { field: string; sort: string; onSort: (sort: string) => void; children: string };

/** A column's head that sorts by `field`; `sort` is the list's order, `-field` for descending. */
export function SortHead({ field, sort, onSort, children }: SortHeadProps) {
  const order = sort === field ? "ascending" : sort === `-${field}` ? "descending" : "none";
  const Icon = order === "none" ? ArrowUpDown : order === "ascending" ? ArrowUp : ArrowDown;
  return (
    <th scope="col" aria-sort={order} className="px-2 py-0.5">
      <button
        type="button"
        className={cx(
          "inline-flex min-h-8 items-center gap-1 rounded-sm px-2 font-semibold",
          order !== "none" && "text-ink",
        )}
        onClick={() => onSort(order === "ascending" ? `-${field}` : field)}
      >
        {children}
        <Icon aria-hidden="true" className="size-3.5" />
      </button>
    </th>
  );
}
