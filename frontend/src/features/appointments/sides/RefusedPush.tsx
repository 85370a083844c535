import type { Push, PushWay } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { actLabel, outcomeOf, WAYS } from "./pushWords";
import { useDecidePush } from "./queries";

type RefusedPushProps = { id: string; push: Push; canDecide: boolean };

/** A change that Cal.com did not take: why, and the three ways out with what each will do. */
export function RefusedPush({ id, push, canDecide }: RefusedPushProps) {
  const { mutate, isPending, error } = useDecidePush(id);
  return (
    <section
      aria-labelledby="refused-push"
      className="flex flex-col gap-3 rounded-md bg-critical-soft p-4 text-critical-ink"
    >
      <div>
        <h3 id="refused-push" className="font-bold">
          O Cal.com não aceitou: {actLabel(push.acao)}
        </h3>
        {push.detalhe && <p>{push.detalhe}</p>}
      </div>
      {error && <Notice>{messageOf(error)}</Notice>}
      {canDecide && (
        <ul className="flex flex-col gap-2">
          {(Object.keys(WAYS) as PushWay[]).map((way) => {
            const { label, icon: Icon } = WAYS[way];
            return (
              <li key={way} className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[11rem_1fr]">
                <Button
                  aria-describedby={`way-${way}`}
                  disabled={isPending}
                  onClick={() => mutate(way)}
                  className="justify-start"
                >
                  <Icon aria-hidden="true" className="size-4" />
                  {label}
                </Button>
                <span id={`way-${way}`}>{outcomeOf(push.acao, way)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
