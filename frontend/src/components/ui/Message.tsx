import { CircleAlert, Inbox, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./Button";

type MessageProps = { icon?: LucideIcon; title: string; children?: ReactNode; action?: ReactNode };

/** What stands where content would: nothing found, or what to do next. */
export function Message({ icon: Icon = Inbox, title, children, action }: MessageProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <Icon aria-hidden="true" className="size-8 text-muted" strokeWidth={1.5} />
      <p className="text-base font-semibold">{title}</p>
      {children && <p className="max-w-prose text-muted">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** A failed load, with the server's words and a way to try again. */
export function ErrorMessage({ detail, onRetry }: { detail: string; onRetry: () => void }) {
  return (
    <div role="alert">
      <Message
        icon={CircleAlert}
        title="Não foi possível carregar"
        action={<Button onClick={onRetry}>Tentar de novo</Button>}
      >
        {detail}
      </Message>
    </div>
  );
}

/** One line of warning or failure above content. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-sm bg-critical-soft px-3 py-2 font-semibold text-critical-ink"
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  );
}
