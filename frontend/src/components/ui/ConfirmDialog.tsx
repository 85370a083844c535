import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./Button";

type AskProps = {
  title: string;
  children: ReactNode;
  confirm: string;
  back?: string;
  danger?: boolean;
  onConfirm: () => void;
};

function Question({ title, children, confirm, back = "Voltar", danger, onConfirm }: AskProps) {
  return (
    <AlertDialog.Portal>
      <AlertDialog.Overlay className="fixed inset-0 z-50 animate-fade-in bg-overlay" />
      <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 w-[calc(100%-2rem)] max-w-md -translate-1/2 rounded-lg bg-surface p-6 shadow-float">
        <AlertDialog.Title className="text-lg font-bold">{title}</AlertDialog.Title>
        <AlertDialog.Description asChild>
          <div className="mt-2 flex flex-col gap-2 text-muted">{children}</div>
        </AlertDialog.Description>
        <div className="mt-6 flex justify-end gap-3">
          <AlertDialog.Cancel asChild>
            <Button>{back}</Button>
          </AlertDialog.Cancel>
          <AlertDialog.Action asChild>
            <Button variant={danger ? "danger" : "primary"} onClick={onConfirm}>
              {confirm}
            </Button>
          </AlertDialog.Action>
        </div>
      </AlertDialog.Content>
    </AlertDialog.Portal>
  );
}

/** Asks before an action that reaches many things; `trigger` opens it. */
export function ConfirmDialog({ trigger, ...ask }: AskProps & { trigger: ReactNode }) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <Question {...ask} />
    </AlertDialog.Root>
  );
}

/** The same question, asked as soon as it is rendered; `onBack` is the way out. */
export function Confirm({ onBack, ...ask }: AskProps & { onBack: () => void }) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onBack()}>
      <Question {...ask} />
    </AlertDialog.Root>
  );
}
