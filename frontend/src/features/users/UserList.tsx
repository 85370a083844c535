import type { StaffUser } from "@/api/models";
import { messageOf } from "@/api/problem";
import { ROLE_LABELS } from "@/api/roles";
import { Badge } from "@/components/ui/Badge";
import { ErrorMessage } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { useMediaQuery } from "@/lib/hooks";
import { useUsers } from "./queries";

type OpenProps = { onOpen: (user: StaffUser) => void };
type RowsProps = { users: readonly StaffUser[] } & OpenProps;

function Name({ user, onOpen }: { user: StaffUser } & OpenProps) {
  return (
    <button
      type="button"
      onClick={() => onOpen(user)}
      className="text-left font-semibold hover:underline after:absolute after:inset-0"
    >
      {user.name}
    </button>
  );
}

function ActiveBadge({ user: { active } }: { user: StaffUser }) {
  return <Badge tone={active ? "positive" : "neutral"}>{active ? "Ativo" : "Inativo"}</Badge>;
}

function UserTable({ users, onOpen }: RowsProps) {
  const heads = ["Nome", "E-mail", "Perfil", "Situação"];
  return (
    <Table caption="Usuários" head={heads.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
      {users.map((user) => (
        <tr key={user.id} className="relative hover:bg-page">
          <td className={cellClass}>
            <Name user={user} onOpen={onOpen} />
          </td>
          <td className={cellClass}>{user.email}</td>
          <td className={cellClass}>{ROLE_LABELS[user.role]}</td>
          <td className={cellClass}>
            <ActiveBadge user={user} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function UserCards({ users, onOpen }: RowsProps) {
  return (
    <ul aria-label="Usuários" className="divide-y divide-line">
      {users.map((user) => (
        <li key={user.id} className="relative flex flex-col gap-1 p-4">
          <div className="flex items-start justify-between gap-3">
            <Name user={user} onOpen={onOpen} />
            <ActiveBadge user={user} />
          </div>
          <span className="break-all text-muted">{user.email}</span>
          <span className="text-xs text-muted">{ROLE_LABELS[user.role]}</span>
        </li>
      ))}
    </ul>
  );
}

/** Everybody who may sign in, the active ones first. */
export function UserList({ onOpen }: OpenProps) {
  const { data, error, refetch } = useUsers();
  const isWide = useMediaQuery("(min-width: 48rem)");
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const users = data.toSorted((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
  const Rows = isWide ? UserTable : UserCards;
  return <Rows users={users} onOpen={onOpen} />;
}
