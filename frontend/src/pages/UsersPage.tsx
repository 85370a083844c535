import { Plus } from "lucide-react";
import { useState } from "react";
import type { StaffUser } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { PageHeader } from "@/components/ui/PageHeader";
import { UserForm } from "@/features/users/UserForm";
import { UserList } from "@/features/users/UserList";
import { useTitle } from "@/lib/hooks";

/** Who may sign in, and as what. */
export function UsersPage() {
  useTitle("Usuários");
  const [edited, setEdited] = useState<StaffUser | "new" | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Usuários">
        <Button variant="primary" onClick={() => setEdited("new")}>
          <Plus aria-hidden="true" className="size-4" />
          Incluir usuário
        </Button>
      </PageHeader>
      <Card>
        <UserList onOpen={setEdited} />
      </Card>
      {edited && <UserForm user={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </div>
  );
}
