import { CalendarRange, LayoutGrid, Rows3 } from "lucide-react";
import { Segmented } from "@/components/ui/Segmented";
import { useMediaQuery } from "@/lib/hooks";
import type { View } from "../filters";

const CALENDAR = { value: "calendar", label: "Calendário", icon: CalendarRange } as const;
const WIDE = [
  { value: "table", label: "Tabela", icon: Rows3 },
  { value: "cards", label: "Cartões", icon: LayoutGrid },
  CALENDAR,
] as const;
/** A phone has no room for a table: its list is the cards. */
const NARROW = [{ value: "table", label: "Lista", icon: Rows3 }, CALENDAR] as const;

export function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  const isWide = useMediaQuery("(min-width: 64rem)");
  const value = !isWide && view === "cards" ? "table" : view;
  return <Segmented<View> label="Vista" segments={isWide ? WIDE : NARROW} value={value} onChange={onView} />;
}
