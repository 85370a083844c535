import { type ReactNode, useId } from "react";
import { cx } from "@/lib/cx";
import { ColumnHead, cellClass, Table } from "./Table";

/** `fill` is a background class; `label` says what its part of each bar counts. */
export type Series = { label: string; fill: string };
/** One value of each series; null: there is none. */
export type Bar = { label: string; values: ReadonlyArray<number | null> };

type BarChartProps = {
  title: string;
  series: readonly Series[];
  bars: readonly Bar[];
  /** What the bars are called in the table's first column. */
  axis: string;
  format: (value: number) => string;
  /** Parts upon each other, or side by side. */
  layout?: "stacked" | "grouped";
  children?: ReactNode;
};

const sum = (values: Bar["values"]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);
const largest = (values: Bar["values"]) => Math.max(0, ...values.map((value) => value ?? 0));

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {series.map(({ label, fill }) => (
        <li key={label} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={cx("size-2.5 rounded-full", fill)} />
          {label}
        </li>
      ))}
    </ul>
  );
}

/** One label in four where there are many bars. */
function Labels({ bars }: { bars: readonly Bar[] }) {
  const step = bars.length > 12 ? 4 : 1;
  return (
    <div className="flex gap-px pt-1 text-xs text-muted tabular-nums">
      {bars.map(({ label }, n) => (
        <span key={label} className="w-0 flex-1 overflow-visible whitespace-nowrap">
          {n % step === 0 && label}
        </span>
      ))}
    </div>
  );
}

function Drawing({ series, bars, layout, format }: Omit<BarChartProps, "title" | "axis">) {
  const heightOf = layout === "grouped" ? largest : sum;
  const top = Math.max(...bars.map(({ values }) => heightOf(values)));
  const share = (value: number | null) => `${top > 0 ? (100 * (value ?? 0)) / top : 0}%`;
  return (
    <div aria-hidden="true">
      <p className="text-xs text-muted tabular-nums">{format(top)}</p>
      <div className="flex h-36 gap-px border-y border-line">
        {bars.map(({ label, values }) => (
          <div
            key={label}
            className={cx(
              "flex h-full flex-1 bg-page",
              layout === "grouped" ? "items-end gap-px" : "flex-col-reverse",
            )}
          >
            {series.map((one, n) => {
              const size = share(values[n] ?? null);
              const shape = layout === "grouped" ? { height: size } : { height: size, width: "100%" };
              return (
                <div
                  key={one.label}
                  className={cx("min-w-0 flex-none", layout === "grouped" && "flex-1", one.fill)}
                  style={shape}
                />
              );
            })}
          </div>
        ))}
      </div>
      <Labels bars={bars} />
    </div>
  );
}

/** Bars, drawn for the eye; the same numbers stand in a table behind them. */
export function BarChart({ title, series, bars, axis, format, layout = "stacked", children }: BarChartProps) {
  const id = useId();
  const heads = [axis, ...series.map(({ label }) => label)];
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-card"
    >
      <h2 id={id} className="font-bold">
        {title}
      </h2>
      {children}
      <Legend series={series} />
      <Drawing series={series} bars={bars} layout={layout} format={format} />
      <details>
        <summary className="min-h-6 cursor-pointer font-semibold text-brand">Ver em tabela</summary>
        <Table isPlain caption={title} head={heads.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
          {bars.map(({ label, values }) => (
            <tr key={label}>
              <th scope="row" className={`${cellClass} font-semibold whitespace-nowrap`}>
                {label}
              </th>
              {series.map((one, n) => (
                <td key={one.label} className={`${cellClass} tabular-nums`}>
                  {values[n] == null ? "–" : format(values[n])}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </details>
    </section>
  );
}
