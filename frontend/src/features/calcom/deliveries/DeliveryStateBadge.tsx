import type { DeliveryState } from "@/api/models";
import { Badge } from "@/components/ui/Badge";
import { DELIVERY_STATES } from "./deliveryWords";

export function DeliveryStateBadge({ state }: { state: DeliveryState }) {
  const { label, icon, tone } = DELIVERY_STATES[state];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
