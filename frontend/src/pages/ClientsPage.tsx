import { useState } from "react";
import { useSearchParams } from "react-router";
import { Card } from "@/components/ui/Card";
import { PageHeader } from "@/components/ui/PageHeader";
import { SearchField } from "@/components/ui/SearchField";
import { ClientList } from "@/features/clients/ClientList";
import { useSettled, useTitle } from "@/lib/hooks";

/** The patients that the clinic knows. */
export function ClientsPage() {
  useTitle("Clientes");
  const [params, setParams] = useSearchParams();
  const page = Math.max(1, Math.trunc(Number(params.get("page")) || 1));
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim(), 300);
  const goTo = (next: number) => setParams(next > 1 ? { page: String(next) } : {});
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Clientes" />
      <SearchField
        label="Buscar por nome, CPF ou telefone"
        value={typed}
        onChange={(text) => {
          setTyped(text);
          if (page > 1) goTo(1);
        }}
      />
      <Card>
        <ClientList search={search} page={page} onPage={goTo} />
      </Card>
    </div>
  );
}
