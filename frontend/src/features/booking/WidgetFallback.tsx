import { ExternalLink, PlugZap } from "lucide-react";
import { Button, buttonClass } from "@/components/ui/Button";
import { Message } from "@/components/ui/Message";
import { forgetLostScript } from "@/lib/calcomEmbed";
import type { WidgetState } from "./useWidget";

export type FallbackReason = Exclude<WidgetState, "loading" | "ready">;

const REASONS: Record<FallbackReason, string> = {
  unreachable: "O Cal.com não respondeu, ou este navegador bloqueou o seu programa.",
  silent: "O Cal.com está demorando, ou a página não pode ser mostrada aqui dentro.",
  doubtful: "O Cal.com respondeu, mas não com uma página de agendamento: talvez ela não exista mais.",
  failed: "O Cal.com recusou abrir esta página.",
};

type WidgetFallbackProps = { reason: FallbackReason; url: string; onRetry: () => void };

/** Why the widget is not there, and the way around it. */
export function WidgetFallback({ reason, url, onRetry }: WidgetFallbackProps) {
  const retry = () => {
    forgetLostScript();
    onRetry();
  };
  return (
    <div role="alert" className="rounded-md border border-line">
      <Message
        icon={PlugZap}
        title="O agendamento não abriu aqui"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={retry}>Tentar de novo</Button>
            <a href={url} target="_blank" rel="noreferrer" className={buttonClass("primary")}>
              <ExternalLink aria-hidden="true" className="size-4" />
              Abrir a página do Cal.com
            </a>
          </div>
        }
      >
        {REASONS[reason]} O que for marcado na página do Cal.com também vem para a agenda.
      </Message>
    </div>
  );
}
