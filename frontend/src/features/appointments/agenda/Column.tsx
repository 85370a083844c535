import { type DragEvent, useId, useState } from "react";
import type { Appointment } from "@/api/models";
import { cx } from "@/lib/cx";
import { VisitCard, type VisitCardProps } from "./VisitCard";

type ColumnProps = Pick<VisitCardProps, "onOpen" | "onAssign"> & {
  title: string;
  /** null: those that nobody has yet. */
  collectorId: string | null;
  items: readonly Appointment[];
  overlapping: ReadonlySet<string>;
  /** The day's visits by id: what may be dropped here. */
  find: (id: string) => Appointment | undefined;
};

/** One collector's visits of the day; a visit dropped here becomes hers. */
export function Column(props: ColumnProps) {
  const { title, collectorId, items, overlapping, find, onOpen, onAssign } = props;
  const [over, setOver] = useState(false);
  const heading = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const item = find(event.dataTransfer.getData("text/plain"));
    if (item && item.collector_id !== collectorId) onAssign(item, collectorId);
  };
  return (
    <section
      aria-labelledby={heading}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        "flex min-w-0 flex-col gap-2 rounded-lg p-3 lg:w-72 lg:shrink-0 print:w-full print:bg-transparent",
        over ? "bg-brand-soft" : collectorId ? "bg-sunken" : "bg-attention-soft",
      )}
    >
      <h2 id={heading} className="flex items-baseline justify-between gap-2 px-1 font-bold">
        {title}
        <span className="text-xs font-semibold text-muted">
          {items.length === 1 ? "1 visita" : `${items.length} visitas`}
        </span>
      </h2>
      {items.length > 0 ? (
        <ul className="flex flex-col gap-2">
          {items.map((item) => (
            <VisitCard
              key={item.id}
              item={item}
              hasOverlap={overlapping.has(item.id)}
              onOpen={onOpen}
              onAssign={onAssign}
            />
          ))}
        </ul>
      ) : (
        <p className="px-1 py-3 text-xs text-muted">Nenhuma visita</p>
      )}
    </section>
  );
}
