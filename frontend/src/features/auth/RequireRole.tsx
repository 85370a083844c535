import { Lock } from "lucide-react";
import { Outlet } from "react-router";
import type { Role } from "@/api/models";
import { Message } from "@/components/ui/Message";
import { useUser } from "./useSession";

/** The routes inside are for these roles; anybody else is told so (the server refuses them as well). */
export function RequireRole({ roles }: { roles: readonly Role[] }) {
  if (roles.includes(useUser().role)) return <Outlet />;
  return (
    <Message icon={Lock} title="Sem acesso a esta página">
      Ela é de outro perfil. Se você precisa dela, fale com o gestor.
    </Message>
  );
}
