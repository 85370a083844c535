import type { DeliveryHour, OriginWeek } from "@/api/models";
import { BarChart } from "@/components/ui/BarChart";
import { BROWSER_ZONE, formatLocalDate, localTime } from "@/lib/dates";
import { formatNumber, formatSpan } from "@/lib/format";
import { useHours, useOrigins } from "./healthQueries";

const ORIGINS = [
  { origin: "calcom", label: "Cal.com", fill: "bg-info-ink" },
  { origin: "manual", label: "Clínica", fill: "bg-brand" },
  { origin: "planilha", label: "Planilha", fill: "bg-line-strong" },
];
const DELIVERIES = [
  { label: "Lidas ou na fila", fill: "bg-brand" },
  { label: "Paradas", fill: "bg-critical" },
];
const LAGS = [
  { label: "Mediana", fill: "bg-brand" },
  { label: "95 % até", fill: "bg-line-strong" },
];

const hourOf = ({ start }: DeliveryHour) => localTime(new Date(start), BROWSER_ZONE);
const inWeek = ({ por_origem }: OriginWeek) =>
  ORIGINS.map(({ origin }) => por_origem.find(({ origem }) => origem === origin)?.total ?? 0);

function HourCharts({ hours }: { hours: readonly DeliveryHour[] }) {
  const counted = hours.map((hour) => ({
    label: hourOf(hour),
    values: [hour.received - hour.stuck, hour.stuck],
  }));
  const lags = hours.map((hour) => ({ label: hourOf(hour), values: [hour.lag_median, hour.lag_p95] }));
  return (
    <>
      <BarChart
        title="Entregas por hora, últimas 24 h"
        axis="Hora"
        series={DELIVERIES}
        bars={counted}
        format={formatNumber}
      />
      <BarChart
        title="Demora até a agenda, últimas 24 h"
        axis="Hora"
        series={LAGS}
        bars={lags}
        format={formatSpan}
        layout="grouped"
      />
    </>
  );
}

function OriginChart({ weeks }: { weeks: readonly OriginWeek[] }) {
  const bars = weeks.map((week) => ({
    label: formatLocalDate(week.inicio).slice(0, 5),
    values: inWeek(week),
  }));
  return (
    <BarChart
      title="Visitas por origem, últimas 8 semanas"
      axis="Semana de"
      series={ORIGINS}
      bars={bars}
      format={formatNumber}
    />
  );
}

/** What people would rather look at than read. */
export function Charts() {
  const { data: hours } = useHours();
  const { data: weeks } = useOrigins();
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {hours && <HourCharts hours={hours} />}
      {weeks && <OriginChart weeks={weeks} />}
    </div>
  );
}
