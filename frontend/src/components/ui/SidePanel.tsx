import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cx } from "@/lib/cx";
import { IconButton } from "./Button";

type SidePanelProps = {
  title: ReactNode;
  description: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
};

/** The focus goes back to what had it when the panel opened: Radix knows triggers only, and there is none here. */
function useReturningFocus() {
  const [opener] = useState(() => document.activeElement);
  return (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
}

/** A panel over the right side (the whole screen on a phone); Escape, the cross and a click outside close it. */
export function SidePanel({ title, description, onClose, children, footer, wide }: SidePanelProps) {
  const returnFocus = useReturningFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 animate-fade-in bg-overlay" />
        <Dialog.Content
          onCloseAutoFocus={returnFocus}
          className={cx(
            "fixed inset-y-0 right-0 z-40 flex w-full animate-slide-in flex-col bg-surface shadow-float",
            wide ? "max-w-3xl" : "max-w-xl",
          )}
        >
          <header className="flex items-start gap-3 border-b border-line px-5 py-4">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-lg font-bold break-words">{title}</Dialog.Title>
              <Dialog.Description className="text-muted">{description}</Dialog.Description>
            </div>
            <Dialog.Close asChild>
              <IconButton label="Fechar">
                <X aria-hidden="true" className="size-5" />
              </IconButton>
            </Dialog.Close>
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <section tabIndex={0} aria-label="Conteúdo" className="flex-1 overflow-y-auto px-5 py-4">
            {children}
          </section>
          {footer && <footer className="border-t border-line px-5 py-3">{footer}</footer>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
