import { CalendarX2, SearchX } from "lucide-react";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { ErrorMessage, Message } from "@/components/ui/Message";
import { Pagination } from "@/components/ui/Pagination";
import { Skeleton } from "@/components/ui/Skeleton";
import { cx } from "@/lib/cx";
import { useMediaQuery } from "@/lib/hooks";
import { AppointmentCards } from "./AppointmentCards";
import { AppointmentTable } from "./AppointmentTable";
import { type ListFilters, PAGE_SIZE, sortOf } from "./filters";
import { useRecentChanges } from "./live/changes";
import { useAppointments } from "./queries";

type AppointmentListProps = {
  filters: ListFilters;
  search: string;
  isNarrowed: boolean;
  onChange: (filters: Partial<ListFilters>) => void;
  onClear: () => void;
  onOpen: (id: string) => void;
};

function NothingFound({ isNarrowed, onClear }: Pick<AppointmentListProps, "isNarrowed" | "onClear">) {
  if (!isNarrowed) {
    return (
      <Message icon={CalendarX2} title="Nenhum agendamento aqui">
        Quando um paciente reservar, ele aparece nesta lista sozinho.
      </Message>
    );
  }
  return (
    <Message
      icon={SearchX}
      title="Nada encontrado"
      action={<Button onClick={onClear}>Limpar busca e filtros</Button>}
    >
      Nenhum agendamento corresponde à busca e aos filtros.
    </Message>
  );
}

/** The page of appointments that filters and search text ask for, renewed by itself. */
export function AppointmentList(props: AppointmentListProps) {
  const { filters, search, onChange, onOpen } = props;
  const { data, error, isPlaceholderData, refetch } = useAppointments(filters, search);
  const listKey = JSON.stringify([filters, search]);
  const recent = useRecentChanges(listKey, isPlaceholderData ? undefined : data?.items);
  const isWide = useMediaQuery("(min-width: 64rem)");

  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  if (data.items.length === 0 && data.total === 0) return <NothingFound {...props} />;
  const rows = { items: data.items, recent, onOpen };
  return (
    <div aria-busy={isPlaceholderData} className={cx(isPlaceholderData && "opacity-60")}>
      {isWide && filters.view === "table" ? (
        <AppointmentTable
          {...rows}
          sort={filters.sort}
          onSort={(sort) => onChange({ sort: sortOf(sort, filters.scope) })}
        />
      ) : (
        <AppointmentCards {...rows} />
      )}
      <Pagination
        page={filters.page}
        pageSize={PAGE_SIZE}
        total={data.total}
        onPage={(page) => onChange({ page })}
      />
    </div>
  );
}
