import { Bug } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { Message } from "@/components/ui/Message";

/** What stands in for a page that broke, or for a part of the application that a new version replaced. */
export function Failure() {
  return (
    <Message
      icon={Bug}
      title="Esta tela parou de funcionar"
      action={<Button onClick={() => window.location.reload()}>Recarregar</Button>}
    >
      Recarregue a página. Se continuar, avise o suporte.
    </Message>
  );
}
