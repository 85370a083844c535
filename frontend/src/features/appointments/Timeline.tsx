import { CalendarPlus, FileSpreadsheet, type LucideIcon, RefreshCcw, Server, UserRound } from "lucide-react";
import type { HistoryEntry } from "@/api/models";
import { messageOf } from "@/api/problem";
import { ErrorMessage } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatInstant, newestFirst } from "@/lib/dates";
import { useHistory } from "./queries";
import { actorLabel, causeLabel, changeLines } from "./timeline";

const ICONS: Record<string, LucideIcon> = {
  usuario: UserRound,
  planilha: FileSpreadsheet,
  calcom: CalendarPlus,
  reconciliacao: RefreshCcw,
};

function Entry({ entry, zone }: { entry: HistoryEntry; zone: string }) {
  const Icon = ICONS[entry.actor.kind] ?? Server;
  return (
    <li className="relative flex gap-3 pb-5 last:pb-0">
      <span className="grid size-8 shrink-0 place-items-center rounded-full bg-brand-soft text-brand-strong">
        <Icon aria-hidden="true" className="size-4" />
      </span>
      <div className="min-w-0">
        <p>
          <span className="font-semibold">{actorLabel(entry)}</span>
          <span className="text-muted"> · {causeLabel(entry)}</span>
        </p>
        <p className="text-xs text-muted tabular-nums">{formatInstant(entry.at, zone)}</p>
        <ul className="mt-1">
          {changeLines(entry, zone).map(({ label, text }) => (
            <li key={label} className="break-words">
              <span className="text-muted">{label}:</span> {text}
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

/** Who changed what and when, newest first; hours in the unit's zone. */
export function Timeline({ id, zone }: { id: string; zone: string }) {
  const { data, error, refetch } = useHistory(id);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={3} />;
  if (data.length === 0) return <p className="text-muted">Nenhuma mudança registrada.</p>;
  return (
    <ol aria-label="Mudanças">
      {newestFirst(data).map((entry) => (
        <Entry key={entry.id} entry={entry} zone={zone} />
      ))}
    </ol>
  );
}
