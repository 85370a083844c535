import type { RegisterItem, RegisterKind } from "@/api/registers";
import { useRegister } from "@/api/useRegister";
import { Badge } from "@/components/ui/Badge";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { itemName, REGISTERS, type RegisterField, rawValue, shownValue } from "./definitions";

type RowsProps = {
  kind: RegisterKind;
  items: readonly RegisterItem[];
  onOpen: ((item: RegisterItem) => void) | undefined;
};

/** Names of the items that packages are made of. */
function useNames() {
  const lists = {
    collectors: useRegister("collectors").data,
    drivers: useRegister("drivers").data,
    cars: useRegister("cars").data,
  };
  return (kind: RegisterKind, id: string) => {
    const list: readonly RegisterItem[] = (kind in lists && lists[kind as keyof typeof lists]) || [];
    const item = list.find((one) => one.id === id);
    return item ? itemName(item) : "";
  };
}

/** What an item says in a field; "" where it says nothing. */
function useShown() {
  const nameOf = useNames();
  return (item: RegisterItem, field: RegisterField) =>
    field.type === "color" ? rawValue(item, field.name) : shownValue(item, field, nameOf);
}

function Name({ item, onOpen }: { item: RegisterItem } & Pick<RowsProps, "onOpen">) {
  const dot = "color" in item && (
    <span
      aria-hidden="true"
      className="mr-2 inline-block size-3 rounded-full"
      style={{ backgroundColor: item.color }}
    />
  );
  if (!onOpen) {
    return (
      <span className="font-semibold">
        {dot}
        {itemName(item)}
      </span>
    );
  }
  return (
    <button
      type="button"
      onClick={() => onOpen(item)}
      className="text-left font-semibold hover:underline after:absolute after:inset-0"
    >
      {dot}
      {itemName(item)}
    </button>
  );
}

function ActiveBadge({ item: { active } }: { item: RegisterItem }) {
  return <Badge tone={active ? "positive" : "neutral"}>{active ? "Ativo" : "Inativo"}</Badge>;
}

const headOf = ({ head, label }: RegisterField) => head ?? label;

export function RegisterTable({ kind, items, onOpen }: RowsProps) {
  const shown = useShown();
  const { title, fields } = REGISTERS[kind];
  const heads = [...fields.map(headOf), "Situação"];
  return (
    <Table caption={title} head={heads.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
      {items.map((item) => (
        <tr key={item.id} className="relative hover:bg-page">
          <td className={cellClass}>
            <Name item={item} onOpen={onOpen} />
          </td>
          {fields.slice(1).map((field) => (
            <td key={field.name} className={cellClass}>
              {shown(item, field) || "–"}
            </td>
          ))}
          <td className={cellClass}>
            <ActiveBadge item={item} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The items on a phone: what is empty is left out. */
export function RegisterCards({ kind, items, onOpen }: RowsProps) {
  const shown = useShown();
  const { title, fields } = REGISTERS[kind];
  return (
    <ul aria-label={title} className="divide-y divide-line">
      {items.map((item) => (
        <li key={item.id} className="relative flex flex-col gap-1 p-4">
          <div className="flex items-start justify-between gap-3">
            <Name item={item} onOpen={onOpen} />
            <ActiveBadge item={item} />
          </div>
          <dl className="flex flex-col gap-0.5 text-muted empty:hidden">
            {fields
              .slice(1)
              .filter((field) => shown(item, field))
              .map((field) => (
                <div key={field.name} className="flex flex-wrap gap-x-1.5">
                  <dt>{headOf(field)}:</dt>
                  <dd className="break-words text-ink">{shown(item, field)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
