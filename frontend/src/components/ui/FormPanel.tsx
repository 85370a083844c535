import { type FormEventHandler, type ReactNode, useId, useState } from "react";
import { useUnsavedGuard } from "@/lib/unsaved";
import { Button } from "./Button";
import { Confirm } from "./ConfirmDialog";
import { SidePanel } from "./SidePanel";

type FormPanelProps = {
  title: string;
  description: string;
  submit: string;
  isDirty: boolean;
  isPending: boolean;
  onSubmit: FormEventHandler;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** What stands at the left of the footer. */
  aside?: ReactNode;
};

/** A form in a side panel; what was typed is never lost without asking. */
export function FormPanel({ submit, isDirty, isPending, onSubmit, children, ...rest }: FormPanelProps) {
  const { aside, onClose, ...panel } = rest;
  const id = useId();
  const [asking, setAsking] = useState(false);
  const blocked = useUnsavedGuard(isDirty && !isPending);
  const leave = () => (isDirty ? setAsking(true) : onClose());
  const footer = (
    <div className="flex items-center gap-3">
      <div className="mr-auto">{aside}</div>
      <Button onClick={leave}>Cancelar</Button>
      <Button type="submit" form={id} variant="primary" disabled={isPending}>
        {isPending ? "Salvando…" : submit}
      </Button>
    </div>
  );
  return (
    <SidePanel {...panel} onClose={leave} footer={footer}>
      <form id={id} noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        {children}
      </form>
      {(asking || blocked.isBlocked) && (
        <Confirm
          danger
          title="Descartar o que foi digitado?"
          confirm="Descartar"
          back="Continuar editando"
          onConfirm={blocked.isBlocked ? blocked.leave : onClose}
          onBack={() => {
            setAsking(false);
            blocked.stay();
          }}
        >
          <p>As mudanças deste formulário ainda não foram salvas.</p>
        </Confirm>
      )}
    </SidePanel>
  );
}
