import { Plus } from "lucide-react";
import { useState } from "react";
import { useParams } from "react-router";
import type { Role } from "@/api/models";
import type { RegisterItem, RegisterKind } from "@/api/registers";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { LinkTabs } from "@/components/ui/LinkTabs";
import { PageHeader } from "@/components/ui/PageHeader";
import { SearchField } from "@/components/ui/SearchField";
import { useUser } from "@/features/auth/useSession";
import { REGISTER_KINDS, REGISTERS } from "@/features/registers/definitions";
import { RegisterForm } from "@/features/registers/RegisterForm";
import { RegisterList } from "@/features/registers/RegisterList";
import { useTitle } from "@/lib/hooks";
import { NotFoundPage } from "./NotFoundPage";

const FLEET: readonly RegisterKind[] = ["drivers", "collectors", "cars", "logistics-packages"];

function canWrite(role: Role, kind: RegisterKind): boolean {
  return role === "gestor" || (role === "logistica" && FLEET.includes(kind));
}

function Register({ kind }: { kind: RegisterKind }) {
  const [typed, setTyped] = useState("");
  /** The item that is edited, "new", or nothing. */
  const [edited, setEdited] = useState<RegisterItem | "new" | null>(null);
  const isWriter = canWrite(useUser().role, kind);
  const tabs = REGISTER_KINDS.map((one) => ({
    to: `/cadastros/${one}`,
    label: REGISTERS[one].title,
    isCurrent: one === kind,
  }));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Cadastros">
        {isWriter && (
          <Button variant="primary" onClick={() => setEdited("new")}>
            <Plus aria-hidden="true" className="size-4" />
            Incluir {REGISTERS[kind].singular}
          </Button>
        )}
      </PageHeader>
      <Card>
        <div className="border-b border-line px-2">
          <LinkTabs label="Listas" tabs={tabs} />
        </div>
        <div className="border-b border-line p-3">
          <SearchField label={`Buscar em ${REGISTERS[kind].title}`} value={typed} onChange={setTyped} />
        </div>
        <RegisterList kind={kind} search={typed} {...(isWriter && { onOpen: setEdited })} />
      </Card>
      {edited && (
        <RegisterForm kind={kind} item={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}

/** The small lists that appointments choose from. */
export function RegistersPage() {
  useTitle("Cadastros");
  const { kind } = useParams();
  const known = REGISTER_KINDS.find((one) => one === kind);
  return known ? <Register key={known} kind={known} /> : <NotFoundPage />;
}
