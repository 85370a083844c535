import { SidePanel } from "@/components/ui/SidePanel";
import { SelfBooking } from "./SelfBooking";

/** The booking page beside the agenda. */
export function BookingPanel({ onClose }: { onClose: () => void }) {
  return (
    <SidePanel
      wide
      title="Autoagendar"
      description="Marque no Cal.com, como o paciente marcaria: a agenda mostra em seguida."
      onClose={onClose}
    >
      <SelfBooking onFollow={onClose} />
    </SidePanel>
  );
}
