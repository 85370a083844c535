import type { Kpis } from "@/api/models";
import { messageOf } from "@/api/problem";
import { formatLocalDate } from "@/lib/dates";
import { formatNumber } from "@/lib/format";
import type { ListFilters } from "../filters";
import { useKpis } from "../queries";
import { OriginShare } from "./OriginShare";
import { UnitShare } from "./UnitShare";

type Tile = { label: string; value: string; note?: string };

function shareOf(part: number, total: number): string {
  return total === 0 ? "–" : `${formatNumber(Math.round((100 * part) / total))}%`;
}

function tilesOf(kpis: Kpis): Tile[] {
  const count = (label: string, value: number) => ({
    label,
    value: formatNumber(value),
    note: shareOf(value, kpis.total),
  });
  return [
    { label: "Total", value: formatNumber(kpis.total) },
    count("Confirmados", kpis.confirmados),
    count("Pendentes", kpis.pendentes),
    count("Coletados", kpis.coletados),
    count("Cancelados", kpis.cancelados),
    count("Com pendência", kpis.com_pendencia),
    { label: "Autoagendados", value: `${formatNumber(kpis.autoagendados_percentual)}%` },
    { label: "Ausentes", value: `${formatNumber(kpis.ausentes_percentual)}%` },
  ];
}

function periodText({ data_inicio, data_fim }: Kpis): string {
  const bounds = [data_inicio, data_fim].map((day) => (day ? formatLocalDate(day) : "…"));
  return `De ${bounds.join(" a ")}`;
}

/** The counts side by side; they scroll where there is no room. */
function Tiles({ kpis }: { kpis: Kpis }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section tabIndex={0} aria-label="Contagens" className="overflow-x-auto">
      <dl className="flex divide-x divide-line">
        {tilesOf(kpis).map(({ label, value, note }) => (
          <div key={label} className="flex min-w-28 flex-1 flex-col px-4 py-3">
            <dt className="text-xs whitespace-nowrap text-muted">{label}</dt>
            <dd className="text-lg font-bold tabular-nums">
              {value}
              {note && <span className="ml-1.5 text-xs font-semibold text-muted">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The counts of what is filtered, over the filters' period (the server's own where none is chosen). */
export function KpiStrip({ filters, search }: { filters: ListFilters; search: string }) {
  const { data, error } = useKpis(filters, search);
  return (
    <section
      aria-label="Indicadores"
      aria-busy={!data && !error}
      className="min-h-32 rounded-lg border border-line bg-surface shadow-card"
    >
      {data ? (
        <>
          <Tiles kpis={data} />
          <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line px-4 py-2.5 text-xs text-muted">
            <span className="tabular-nums">{periodText(data)}</span>
            <OriginShare shares={data.por_origem} total={data.total} />
            <UnitShare units={data.por_unidade} />
          </div>
        </>
      ) : (
        <p className="p-4 text-muted">{error ? messageOf(error) : "Contando…"}</p>
      )}
    </section>
  );
}
