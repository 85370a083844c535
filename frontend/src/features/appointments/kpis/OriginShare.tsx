import type { Kpis, Origin } from "@/api/models";
import { formatNumber } from "@/lib/format";
import { ORIGIN_LABELS } from "../statuses";

const FILL: Record<string, string> = {
  calcom: "bg-info-ink",
  manual: "bg-brand",
  planilha: "bg-line-strong",
};

const labelOf = (origin: string) => ORIGIN_LABELS[origin as Origin] ?? origin;

type OriginShareProps = { shares: Kpis["por_origem"]; total: number };

/** Where the appointments came from: a bar in parts, with the counts in words. */
export function OriginShare({ shares, total }: OriginShareProps) {
  if (total === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <span aria-hidden="true" className="flex h-2 w-36 gap-px overflow-hidden rounded-full">
        {shares.map(({ origem, total: part }) => (
          <span key={origem} className={FILL[origem]} style={{ flexGrow: part }} />
        ))}
      </span>
      <ul aria-label="Por origem" className="flex flex-wrap gap-x-4">
        {shares.map(({ origem, total: part }) => (
          <li key={origem} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2 rounded-full ${FILL[origem]}`} />
            {labelOf(origem)} <strong className="text-ink">{formatNumber(part)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
