import { Compass } from "lucide-react";
import { Link } from "react-router";
import { buttonClass } from "@/components/ui/Button";
import { Message } from "@/components/ui/Message";
import { useTitle } from "@/lib/hooks";

export function NotFoundPage() {
  useTitle("Página não encontrada");
  return (
    <Message
      icon={Compass}
      title="Esta página não existe"
      action={
        <Link to="/agendamentos" className={buttonClass()}>
          Ir para os agendamentos
        </Link>
      }
    >
      O endereço pode ter mudado ou estar incompleto.
    </Message>
  );
}
