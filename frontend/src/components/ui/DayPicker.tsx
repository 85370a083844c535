import { ChevronLeft, ChevronRight } from "lucide-react";
import { cx } from "@/lib/cx";
import { addDays } from "@/lib/dates";
import { Button, IconButton } from "./Button";
import { inputClass } from "./Field";

type DayPickerProps = { day: string; step?: number; today: string; onDay: (day: string) => void };

/** Moves through local days (`YYYY-MM-DD`), one or a week at a time, or to any by its date. */
export function DayPicker({ day, step = 1, today, onDay }: DayPickerProps) {
  const unit = step === 1 ? ["Dia anterior", "Próximo dia"] : ["Semana anterior", "Próxima semana"];
  return (
    <div className="flex items-center gap-1">
      <Button disabled={day === today} onClick={() => onDay(today)}>
        Hoje
      </Button>
      <IconButton label={unit[0] ?? ""} onClick={() => onDay(addDays(day, -step))}>
        <ChevronLeft aria-hidden="true" className="size-5" />
      </IconButton>
      <IconButton label={unit[1] ?? ""} onClick={() => onDay(addDays(day, step))}>
        <ChevronRight aria-hidden="true" className="size-5" />
      </IconButton>
      <input
        type="date"
        aria-label="Ir para o dia"
        className={cx(inputClass, "w-auto")}
        value={day}
        onChange={(event) => event.target.value && onDay(event.target.value)}
      />
    </div>
  );
}
