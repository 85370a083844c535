import type { Run } from "@/api/models";
import { Badge } from "@/components/ui/Badge";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatInstant } from "@/lib/dates";
import { formatSpan } from "@/lib/format";
import { useMediaQuery } from "@/lib/hooks";
import { askedBy, outcomeOf, RUN_KINDS, RUN_STATES } from "./runWords";

type RunsProps = { runs: readonly Run[]; caption: string; onOpen?: (id: string) => void };

export function RunBadges({ run: { state, dry_run } }: { run: Run }) {
  const { label, icon, tone } = RUN_STATES[state];
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
      {dry_run && <Badge tone="special">Ensaio</Badge>}
    </span>
  );
}

function Name({ run: { id, kind }, onOpen }: { run: Run } & Pick<RunsProps, "onOpen">) {
  if (!onOpen) return RUN_KINDS[kind];
  return (
    <button
      type="button"
      onClick={() => onOpen(id)}
      className="text-left font-semibold hover:underline after:absolute after:inset-0"
    >
      {RUN_KINDS[kind]}
    </button>
  );
}

function Rows({ runs, caption, onOpen }: RunsProps) {
  const titles = ["Pedida em", "Tipo", "Situação", "Resultado", "Pedida por", "Duração"];
  return (
    <Table
      isPlain={!onOpen}
      caption={caption}
      head={titles.map((title) => <ColumnHead key={title}>{title}</ColumnHead>)}
    >
      {runs.map((run) => (
        <tr key={run.id} className="relative hover:bg-page">
          <td className={`${cellClass} whitespace-nowrap tabular-nums`}>{formatInstant(run.asked_at)}</td>
          <td className={cellClass}>
            <Name run={run} {...(onOpen && { onOpen })} />
          </td>
          <td className={cellClass}>
            <RunBadges run={run} />
          </td>
          <td className={cellClass}>{outcomeOf(run)}</td>
          <td className={cellClass}>{askedBy(run.by)}</td>
          <td className={`${cellClass} whitespace-nowrap tabular-nums`}>
            {run.seconds === null ? "–" : formatSpan(run.seconds)}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Cards({ runs, caption, onOpen }: RunsProps) {
  return (
    <ul aria-label={caption} className="divide-y divide-line">
      {runs.map((run) => (
        <li key={run.id} className="relative flex flex-col gap-1.5 p-4">
          <div className="flex items-start justify-between gap-3">
            <Name run={run} {...(onOpen && { onOpen })} />
            <RunBadges run={run} />
          </div>
          <span>{outcomeOf(run)}</span>
          <span className="text-xs text-muted tabular-nums">
            {formatInstant(run.asked_at)} · {askedBy(run.by)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Runs as a table, as cards on a phone. */
export function RunTable(props: RunsProps) {
  const isWide = useMediaQuery("(min-width: 48rem)");
  return isWide ? <Rows {...props} /> : <Cards {...props} />;
}
