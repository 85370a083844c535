import type { Delivery } from "@/api/models";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { formatInstant } from "@/lib/dates";
import { DeliveryStateBadge } from "./DeliveryStateBadge";
import { reasonText, triggerLabel } from "./deliveryWords";

type DeliveryRowsProps = { items: readonly Delivery[]; onOpen: (delivery: Delivery) => void };

/** Why it ended so, or when it is tried next; the error itself is technical and stands in the details. */
function outcomeOf({ state, reason, error, next_attempt_at }: Delivery): string {
  if (reason) return reasonText(reason);
  if (state === "received" && next_attempt_at) return `Nova tentativa: ${formatInstant(next_attempt_at)}`;
  return state === "dead" && error ? "Parou por um erro: veja os detalhes" : "";
}

function OpenButton({ delivery, onOpen }: { delivery: Delivery; onOpen: DeliveryRowsProps["onOpen"] }) {
  return (
    <button
      type="button"
      onClick={() => onOpen(delivery)}
      className="text-left font-semibold hover:underline after:absolute after:inset-0"
    >
      {triggerLabel(delivery.trigger)}
    </button>
  );
}

export function DeliveryTable({ items, onOpen }: DeliveryRowsProps) {
  const titles = ["Recebida em", "Aviso", "Situação", "Motivo", "Tentativas"];
  return (
    <Table caption="Entregas" head={titles.map((title) => <ColumnHead key={title}>{title}</ColumnHead>)}>
      {items.map((item) => (
        <tr key={item.id} className="relative hover:bg-page">
          <td className={`${cellClass} whitespace-nowrap tabular-nums`}>{formatInstant(item.received_at)}</td>
          <td className={cellClass}>
            <OpenButton delivery={item} onOpen={onOpen} />
          </td>
          <td className={cellClass}>
            <DeliveryStateBadge state={item.state} />
          </td>
          <td className={`${cellClass} max-w-96 break-words`}>{outcomeOf(item)}</td>
          <td className={`${cellClass} tabular-nums`}>{item.attempts}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The deliveries on a phone. */
export function DeliveryCards({ items, onOpen }: DeliveryRowsProps) {
  return (
    <ul aria-label="Entregas" className="divide-y divide-line">
      {items.map((item) => (
        <li key={item.id} className="relative flex flex-col gap-1.5 p-4">
          <div className="flex items-start justify-between gap-3">
            <OpenButton delivery={item} onOpen={onOpen} />
            <DeliveryStateBadge state={item.state} />
          </div>
          <span className="break-words empty:hidden">{outcomeOf(item)}</span>
          <span className="text-xs text-muted tabular-nums">{formatInstant(item.received_at)}</span>
        </li>
      ))}
    </ul>
  );
}
