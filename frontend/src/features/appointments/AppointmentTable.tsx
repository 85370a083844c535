import type { Appointment } from "@/api/models";
import { ColumnHead, cellClass, SortHead, Table } from "@/components/ui/Table";
import { cx } from "@/lib/cx";
import { formatPhone } from "@/lib/format";
import { OriginBadge, PendingList, StatusBadge } from "./Badges";
import { rowCodes } from "./pending";
import { PushBadge } from "./sides/PushBadge";
import { When } from "./When";

export type AppointmentRowsProps = {
  items: readonly Appointment[];
  recent: ReadonlySet<string>;
  onOpen: (id: string) => void;
};

type AppointmentTableProps = AppointmentRowsProps & { sort: string; onSort: (sort: string) => void };

function Row({ item, isRecent, onOpen }: { item: Appointment; isRecent: boolean; onOpen: () => void }) {
  return (
    <tr
      className={cx("relative hover:bg-page", isRecent && "animate-flash")}
      data-recent={isRecent || undefined}
    >
      <td className={cellClass}>
        <When appointment={item} />
      </td>
      <td className={cellClass}>
        {/* The button's area covers the row, so that a click anywhere opens it and the keyboard has one stop. */}
        <button
          type="button"
          onClick={onOpen}
          className="text-left font-semibold hover:underline after:absolute after:inset-0"
        >
          {item.nome_paciente}
        </button>
        <span className="block text-xs text-muted">{formatPhone(item.telefone)}</span>
      </td>
      <td className={cx(cellClass, "whitespace-nowrap")}>
        {item.nome_unidade}
        <span className="block text-xs text-muted">{item.nome_marca}</span>
      </td>
      <td className={cellClass}>
        <StatusBadge status={item.status} />
      </td>
      <td className={cellClass}>
        <PendingList codes={rowCodes(item)} />
      </td>
      <td className={cellClass}>
        <div className="flex flex-col items-start gap-1">
          <OriginBadge origin={item.origem} />
          <PushBadge push={item.envio} />
        </div>
      </td>
    </tr>
  );
}

export function AppointmentTable({ items, recent, onOpen, sort, onSort }: AppointmentTableProps) {
  const order = { sort, onSort };
  const head = (
    <>
      <SortHead field="data_agendamento" {...order}>
        Data
      </SortHead>
      <SortHead field="nome_paciente" {...order}>
        Paciente
      </SortHead>
      <SortHead field="nome_unidade" {...order}>
        Unidade
      </SortHead>
      <SortHead field="status" {...order}>
        Status
      </SortHead>
      <ColumnHead>Pendências</ColumnHead>
      <ColumnHead>Origem</ColumnHead>
    </>
  );
  return (
    <Table caption="Agendamentos" head={head}>
      {items.map((item) => (
        <Row key={item.id} item={item} isRecent={recent.has(item.id)} onOpen={() => onOpen(item.id)} />
      ))}
    </Table>
  );
}
