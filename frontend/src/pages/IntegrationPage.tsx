import type { ComponentType } from "react";
import { useParams } from "react-router";
import { LinkTabs } from "@/components/ui/LinkTabs";
import { PageHeader } from "@/components/ui/PageHeader";
import { DeliveriesPart } from "@/features/calcom/deliveries/DeliveriesPart";
import { HealthPart } from "@/features/calcom/health/HealthPart";
import { MappingPart } from "@/features/calcom/mapping/MappingPart";
import { RunsPart } from "@/features/calcom/runs/RunsPart";
import { SetupPart } from "@/features/calcom/setup/SetupPart";
import { useTitle } from "@/lib/hooks";
import { NotFoundPage } from "./NotFoundPage";

type Part = { name: string; label: string; Content: ComponentType };

const PARTS: readonly Part[] = [
  { name: "saude", label: "Saúde", Content: HealthPart },
  { name: "entregas", label: "Entregas", Content: DeliveriesPart },
  { name: "conciliacao", label: "Conciliação", Content: RunsPart },
  { name: "mapeamento", label: "Mapeamento", Content: MappingPart },
  { name: "configuracao", label: "Configuração", Content: SetupPart },
];

function Parts({ current: { name, label, Content } }: { current: Part }) {
  useTitle(`${label} · Integração Cal.com`);
  const tabs = PARTS.map((one) => ({
    to: `/integracao/${one.name}`,
    label: one.label,
    isCurrent: one.name === name,
  }));
  const conflicts = { to: "/conflitos", label: "Conflitos", isCurrent: false };
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Integração com o Cal.com" />
      <div className="border-b border-line">
        <LinkTabs label="Partes da integração" tabs={[...tabs, conflicts]} />
      </div>
      <Content key={name} />
    </div>
  );
}

/** The integration's own face: how it stands, what came in, what was compared, and how it is set up. */
export function IntegrationPage() {
  const { part } = useParams();
  const current = PARTS.find(({ name }) => name === part);
  return current ? <Parts current={current} /> : <NotFoundPage />;
}
