import type { Push } from "@/api/models";
import { Badge } from "@/components/ui/Badge";
import { PUSH_STATES } from "./pushWords";

/** Whether Cal.com knows staff's last change: sent, waiting, or refused. */
export function PushBadge({ push }: { push: Push | null }) {
  if (!push) return null;
  const { label, icon, tone } = PUSH_STATES[push.estado];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
