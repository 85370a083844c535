import { GitCompareArrows } from "lucide-react";
import { useId } from "react";
import { messageOf } from "@/api/problem";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { formatInstant } from "@/lib/dates";
import {
  besidesText,
  canChoose,
  conflictTitle,
  consequence,
  type Disagreement,
  type Side,
  sideText,
  sideWords,
} from "./conflictWords";
import { useSettleConflict } from "./queries";

type ConflictCardProps = { conflict: Disagreement; zone: string; canSettle: boolean };

type SideValueProps = {
  conflict: Disagreement;
  side: Side;
  zone: string;
  onChoose: (() => void) | undefined;
};

function SideValue({ conflict, side, zone, onChoose }: SideValueProps) {
  const value = side === "clinica" ? conflict.da_clinica : conflict.do_calcom;
  const { title, choose } = sideWords(conflict, side);
  return (
    <div className="flex flex-col gap-2 rounded-sm bg-surface p-3">
      <p className="flex min-h-6 items-center justify-between gap-2 text-xs text-muted">
        {title}
        {conflict.vale === side && <Badge tone="info">Vale agora</Badge>}
      </p>
      <p className="mb-auto text-base font-semibold break-words text-ink tabular-nums">
        {sideText(conflict.campo, value, zone)}
      </p>
      {onChoose && <Button onClick={onChoose}>{choose}</Button>}
    </div>
  );
}

/** A value that clinic and Cal.com changed both: side by side, settled with one click. */
export function ConflictCard({ conflict, zone, canSettle }: ConflictCardProps) {
  const id = useId();
  const { mutate, isPending, error } = useSettleConflict(conflict.id);
  const hint = consequence(conflict);
  const besides = besidesText(conflict, zone);
  const chooser = (side: Side) =>
    canSettle && !isPending && canChoose(conflict, side) ? () => mutate(side) : undefined;
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 rounded-md bg-attention-soft p-4 text-attention-ink"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <h3 id={id} className="flex items-center gap-2 font-bold">
          <GitCompareArrows aria-hidden="true" className="size-4" />
          {conflictTitle(conflict)}
        </h3>
        <span className="text-xs tabular-nums">desde {formatInstant(conflict.desde, zone)}</span>
      </div>
      {error && <Notice>{messageOf(error)}</Notice>}
      <div className="grid gap-2 sm:grid-cols-2">
        {(["clinica", "calcom"] as const).map((side) => (
          <SideValue key={side} conflict={conflict} side={side} zone={zone} onChoose={chooser(side)} />
        ))}
      </div>
      {besides && <p>{besides}</p>}
      {canSettle && hint && <p>{hint}</p>}
    </section>
  );
}
