import { ListX } from "lucide-react";
import { messageOf } from "@/api/problem";
import type { RegisterItem, RegisterKind } from "@/api/registers";
import { useRegister } from "@/api/useRegister";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Skeleton } from "@/components/ui/Skeleton";
import { useMediaQuery } from "@/lib/hooks";
import { itemName, REGISTERS } from "./definitions";
import { RegisterCards, RegisterTable } from "./RegisterRows";

type RegisterListProps = { kind: RegisterKind; search: string; onOpen?: (item: RegisterItem) => void };

/** One small list, active items first; without `onOpen` it is only read. */
export function RegisterList({ kind, search, onOpen }: RegisterListProps) {
  const { data, error, refetch } = useRegister(kind);
  const isWide = useMediaQuery("(min-width: 48rem)");
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const wanted = search.trim().toLocaleLowerCase("pt-BR");
  const isWanted = (item: RegisterItem) => JSON.stringify(item).toLocaleLowerCase("pt-BR").includes(wanted);
  const order = (a: RegisterItem, b: RegisterItem) =>
    Number(b.active) - Number(a.active) || itemName(a).localeCompare(itemName(b), "pt-BR");
  const shown = (data as RegisterItem[]).filter(isWanted).toSorted(order);
  if (shown.length === 0) {
    return (
      <Message
        icon={ListX}
        title={search ? "Nada encontrado" : `Nenhum cadastro de ${REGISTERS[kind].singular}`}
      >
        {!search && onOpen && "Inclua o primeiro pelo botão acima."}
      </Message>
    );
  }
  const Rows = isWide ? RegisterTable : RegisterCards;
  return <Rows kind={kind} items={shown} onOpen={onOpen} />;
}
