import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { PageHeader } from "@/components/ui/PageHeader";
import { VisitToBook } from "@/features/appointments/sides/VisitToBook";
import { useUser } from "@/features/auth/useSession";
import { EmbedSettingsDialog } from "@/features/booking/EmbedSettingsDialog";
import { SelfBooking } from "@/features/booking/SelfBooking";
import { useTitle } from "@/lib/hooks";

function SettingsButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden="true" className="size-4" />
        Dados já preenchidos
      </Button>
      {isOpen && <EmbedSettingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Booking as a patient does; `?agendamento=` books, or moves, an appointment that is there already. */
export function SelfBookingPage() {
  useTitle("Autoagendamento");
  const [params] = useSearchParams();
  const { role } = useUser();
  const appointmentId = params.get("agendamento") ?? undefined;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Autoagendamento">{role === "gestor" && <SettingsButton />}</PageHeader>
      <Card>
        <div className="flex flex-col gap-4 p-4">
          {appointmentId && <VisitToBook id={appointmentId} />}
          <SelfBooking key={appointmentId ?? ""} appointmentId={appointmentId} />
        </div>
      </Card>
    </div>
  );
}
