import { useState } from "react";
import type { Delivery } from "@/api/models";
import { messageOf } from "@/api/problem";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Pagination } from "@/components/ui/Pagination";
import { Skeleton } from "@/components/ui/Skeleton";
import { useMediaQuery } from "@/lib/hooks";
import { DeliveryDrawer } from "./DeliveryDrawer";
import { DeliveryCards, DeliveryTable } from "./DeliveryTable";
import { type DeliveryFilters, PAGE_SIZE } from "./deliveryFilters";
import { useDeliveries } from "./deliveryQueries";

type DeliveryListProps = { filters: DeliveryFilters; uid: string; onPage: (page: number) => void };

/** The page of deliveries that the filters ask for, with the open one beside it. */
export function DeliveryList({ filters, uid, onPage }: DeliveryListProps) {
  const { data, error, refetch } = useDeliveries(filters, uid);
  const [open, setOpen] = useState<Delivery | null>(null);
  const isWide = useMediaQuery("(min-width: 48rem)");
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  const Rows = isWide ? DeliveryTable : DeliveryCards;
  return (
    <>
      {data.total === 0 ? (
        <Message title="Nenhuma entrega">Nada do Cal.com corresponde a estes filtros.</Message>
      ) : (
        <>
          <Rows items={data.items} onOpen={setOpen} />
          <Pagination page={filters.page} pageSize={PAGE_SIZE} total={data.total} onPage={onPage} />
        </>
      )}
      {open && <DeliveryDrawer listed={open} onClose={() => setOpen(null)} />}
    </>
  );
}
