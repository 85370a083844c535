import type { StaffUser } from "@/api/models";
import { messageOf } from "@/api/problem";
import { ROLE_LABELS } from "@/api/roles";
import { Badge } from "@/components/ui/Badge";
import { ErrorMessage } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { useUsers } from "./queries";

/** Everybody who may sign in, the active ones first. */
export function UserList({ onOpen }: { onOpen: (user: StaffUser) => void }) {
  const { data, error, refetch } = useUsers();
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const heads = ["Nome", "E-mail", "Perfil", "Situação"];
  const shown = data.toSorted((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
  return (
    <Table caption="Usuários" head={heads.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
      {shown.map((user) => (
        <tr key={user.id} className="relative hover:bg-page">
          <td className={cellClass}>
            <button
              type="button"
              onClick={() => onOpen(user)}
              className="text-left font-semibold hover:underline after:absolute after:inset-0"
            >
              {user.name}
            </button>
          </td>
          <td className={cellClass}>{user.email}</td>
          <td className={cellClass}>{ROLE_LABELS[user.role]}</td>
          <td className={cellClass}>
            <Badge tone={user.active ? "positive" : "neutral"}>{user.active ? "Ativo" : "Inativo"}</Badge>
          </td>
        </tr>
      ))}
    </Table>
  );
}
