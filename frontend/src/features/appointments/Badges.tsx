import { CalendarPlus, TriangleAlert } from "lucide-react";
import type { Appointment, Origin, Status } from "@/api/models";
import { Badge } from "@/components/ui/Badge";
import { pendingLabel } from "./pending";
import { ORIGIN_LABELS, STATUSES } from "./statuses";

export function StatusBadge({ status }: { status: Status }) {
  const { icon, tone } = STATUSES[status];
  return (
    <Badge tone={tone} icon={icon}>
      {status}
    </Badge>
  );
}

/** How the appointment first came in; a booking made by the patient stands out. */
export function OriginBadge({ origin }: { origin: Origin }) {
  if (origin !== "calcom") return <span className="text-muted">{ORIGIN_LABELS[origin]}</span>;
  return (
    <Badge tone="info" icon={CalendarPlus}>
      {ORIGIN_LABELS[origin]}
    </Badge>
  );
}

export function PendingList({ codes }: { codes: Appointment["pendencias"] }) {
  if (codes.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1" aria-label="Pendências">
      {codes.map((code) => (
        <li key={code}>
          <Badge tone="attention" icon={TriangleAlert}>
            {pendingLabel(code)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
