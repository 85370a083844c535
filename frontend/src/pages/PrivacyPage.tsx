import { Card } from "@/components/ui/Card";
import { PageHeader } from "@/components/ui/PageHeader";
import { AccessList } from "@/features/privacy/AccessList";
import { ErasureList } from "@/features/privacy/ErasureList";
import { useTitle } from "@/lib/hooks";

/** Who was forgotten, and who looked at whose data. */
export function PrivacyPage() {
  useTitle("Privacidade");
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Privacidade (LGPD)" />
      <h2 className="text-lg font-bold">Apagamentos</h2>
      <Card>
        <ErasureList />
      </Card>
      <h2 className="text-lg font-bold">Acessos a dados pessoais</h2>
      <p className="text-muted">
        De quem cada pessoa da equipe viu os dados (no máximo uma vez por hora), e o que exportou ou abriu.
      </p>
      <Card>
        <AccessList />
      </Card>
    </div>
  );
}
