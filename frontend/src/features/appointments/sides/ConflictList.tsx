import { CircleCheckBig } from "lucide-react";
import type { Conflict } from "@/api/models";
import { messageOf } from "@/api/problem";
import { Card } from "@/components/ui/Card";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Pagination } from "@/components/ui/Pagination";
import { Skeleton } from "@/components/ui/Skeleton";
import { When } from "../When";
import { ConflictCard } from "./ConflictCard";
import { OpenBookings } from "./OpenBookings";
import { CONFLICTS_SHOWN, useConflicts } from "./queries";

type ConflictListProps = { page: number; onPage: (page: number) => void; onOpen: (id: string) => void };

/** The conflicts of each appointment together, in the order they came. */
function byAppointment(conflicts: readonly Conflict[]): Conflict[][] {
  const groups = new Map<string, Conflict[]>();
  for (const conflict of conflicts) {
    const group = groups.get(conflict.appointment_id) ?? [];
    groups.set(conflict.appointment_id, [...group, conflict]);
  }
  return [...groups.values()];
}

function OneConflict({ conflict }: { conflict: Conflict }) {
  if (conflict.campo !== "reservas")
    return <ConflictCard conflict={conflict} zone={conflict.fuso} canSettle />;
  const bookings = conflict.reservas ?? [];
  return <OpenBookings bookings={bookings.map((url, n) => ({ url, label: `Abrir a reserva ${n + 1}` }))} />;
}

function Torn({ conflicts, onOpen }: { conflicts: readonly Conflict[] } & Pick<ConflictListProps, "onOpen">) {
  const [first] = conflicts;
  if (!first) return null;
  return (
    <li className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
        <div>
          <button
            type="button"
            onClick={() => onOpen(first.appointment_id)}
            className="min-h-6 text-left text-base font-semibold hover:underline"
          >
            {first.nome_paciente}
          </button>
          <p className="text-muted">{first.nome_unidade}</p>
        </div>
        <When appointment={first} />
      </div>
      {conflicts.map((conflict) => (
        <OneConflict key={conflict.id} conflict={conflict} />
      ))}
    </li>
  );
}

/** Every appointment of which clinic and Cal.com changed the same value, to be settled by a person. */
export function ConflictList({ page, onPage, onOpen }: ConflictListProps) {
  const { data, error, refetch } = useConflicts(page);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={6} />;
  if (data.total === 0)
    return (
      <Card>
        <Message icon={CircleCheckBig} title="Nenhum conflito">
          Quando a clínica e o Cal.com mudarem a mesma coisa ao mesmo tempo, aparece aqui.
        </Message>
      </Card>
    );
  return (
    <Card>
      <ul aria-label="Conflitos" className="divide-y divide-line">
        {byAppointment(data.items).map((conflicts) => (
          <Torn key={conflicts[0]?.appointment_id} conflicts={conflicts} onOpen={onOpen} />
        ))}
      </ul>
      <Pagination page={page} pageSize={CONFLICTS_SHOWN} total={data.total} onPage={onPage} />
    </Card>
  );
}
