import { ListX } from "lucide-react";
import { messageOf } from "@/api/problem";
import type { RegisterItem, RegisterKind } from "@/api/registers";
import { useRegister } from "@/api/useRegister";
import { Badge } from "@/components/ui/Badge";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { ColumnHead, cellClass, Table } from "@/components/ui/Table";
import { itemName, REGISTERS, type RegisterField, rawValue, shownValue } from "./definitions";

type RegisterListProps = { kind: RegisterKind; search: string; onOpen?: (item: RegisterItem) => void };

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

function FirstCell({ item, onOpen }: { item: RegisterItem; onOpen: RegisterListProps["onOpen"] }) {
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

function Row({
  item,
  fields,
  onOpen,
}: { item: RegisterItem; fields: readonly RegisterField[] } & Pick<RegisterListProps, "onOpen">) {
  const nameOf = useNames();
  return (
    <tr className="relative hover:bg-page">
      <td className={cellClass}>
        <FirstCell item={item} onOpen={onOpen} />
      </td>
      {fields.slice(1).map((field) => (
        <td key={field.name} className={cellClass}>
          {field.type === "color" ? rawValue(item, field.name) : shownValue(item, field, nameOf) || "–"}
        </td>
      ))}
      <td className={cellClass}>
        <Badge tone={item.active ? "positive" : "neutral"}>{item.active ? "Ativo" : "Inativo"}</Badge>
      </td>
    </tr>
  );
}

/** One small list, active items first; without `onOpen` it is only read. */
export function RegisterList({ kind, search, onOpen }: RegisterListProps) {
  const { data, error, refetch } = useRegister(kind);
  const { fields, title, singular } = REGISTERS[kind];
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const wanted = search.trim().toLocaleLowerCase("pt-BR");
  const isWanted = (item: RegisterItem) => JSON.stringify(item).toLocaleLowerCase("pt-BR").includes(wanted);
  const order = (a: RegisterItem, b: RegisterItem) =>
    Number(b.active) - Number(a.active) || itemName(a).localeCompare(itemName(b), "pt-BR");
  const shown = (data as RegisterItem[]).filter(isWanted).toSorted(order);
  if (shown.length === 0) {
    return (
      <Message icon={ListX} title={search ? "Nada encontrado" : `Nenhum cadastro de ${singular}`}>
        {!search && onOpen && "Inclua o primeiro pelo botão acima."}
      </Message>
    );
  }
  const heads = [...fields.map(({ label }) => label), "Situação"];
  return (
    <Table caption={title} head={heads.map((head) => <ColumnHead key={head}>{head}</ColumnHead>)}>
      {shown.map((item) => (
        <Row key={item.id} item={item} fields={fields} onOpen={onOpen} />
      ))}
    </Table>
  );
}
