import { useState } from "react";
import { PageHeader } from "@/components/ui/PageHeader";
import { AppointmentDrawer } from "@/features/appointments/AppointmentDrawer";
import { LiveSign } from "@/features/appointments/live/LiveSign";
import { ConflictList } from "@/features/appointments/sides/ConflictList";
import { useUser } from "@/features/auth/useSession";
import { useTitle } from "@/lib/hooks";

/** What clinic and Cal.com both changed, waiting for a person's word. */
export function ConflictsPage() {
  useTitle("Conflitos");
  const [page, setPage] = useState(1);
  const [openId, setOpenId] = useState<string | null>(null);
  const { role } = useUser();
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Conflitos com o Cal.com">
        <LiveSign />
      </PageHeader>
      <ConflictList page={page} onPage={setPage} onOpen={setOpenId} />
      {openId && (
        <AppointmentDrawer id={openId} role={role} onOpen={setOpenId} onClose={() => setOpenId(null)} />
      )}
    </div>
  );
}
