import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "./Button";

type PaginationProps = { page: number; pageSize: number; total: number; onPage: (page: number) => void };

/** Which rows of how many are shown, and the way to the others. */
export function Pagination({ page, pageSize, total, onPage }: PaginationProps) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const first = (page - 1) * pageSize + 1;
  return (
    <nav aria-label="Páginas" className="flex items-center justify-between gap-4 px-4 py-2 text-muted">
      <span>
        {first}–{Math.min(page * pageSize, total)} de {total.toLocaleString("pt-BR")}
      </span>
      <span className="flex items-center gap-1">
        <IconButton label="Página anterior" disabled={page <= 1} onClick={() => onPage(page - 1)}>
          <ChevronLeft aria-hidden="true" className="size-5" />
        </IconButton>
        <span className="tabular-nums">
          {page} / {last}
        </span>
        <IconButton label="Próxima página" disabled={page >= last} onClick={() => onPage(page + 1)}>
          <ChevronRight aria-hidden="true" className="size-5" />
        </IconButton>
      </span>
    </nav>
  );
}
