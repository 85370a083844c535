import { messageOf } from "@/api/problem";
import { Card } from "@/components/ui/Card";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { RunTable } from "../runs/RunTable";
import { Charts } from "./Charts";
import { HealthCards } from "./HealthCards";
import { useHealth } from "./healthQueries";
import { Tasks } from "./Tasks";

/** How the integration stands. */
export function HealthPart() {
  const { data, error, refetch } = useHealth();
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  return (
    <>
      <Tasks tasks={data.tasks} />
      <HealthCards health={data} />
      <Charts />
      <section aria-labelledby="last-runs" className="flex flex-col gap-2">
        <h2 id="last-runs" className="font-bold">
          Última conciliação de cada tipo
        </h2>
        <Card>
          {data.runs.length > 0 ? (
            <RunTable runs={data.runs} caption="Última conciliação de cada tipo" />
          ) : (
            <Message title="Nenhuma conciliação até agora">
              Elas começam sozinhas quando a API do Cal.com está configurada.
            </Message>
          )}
        </Card>
      </section>
    </>
  );
}
