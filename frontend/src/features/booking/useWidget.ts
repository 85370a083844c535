import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { mountWidget, type Widget, type WidgetNews } from "@/lib/calcomEmbed";

/**
 * `doubtful`: a page came, but not the one that books. `silent`: nothing came in time. The other failures say so themselves;
 * most of the widget's do not (EMBED.md).
 */
export type WidgetState = "loading" | "ready" | "doubtful" | "silent" | "failed" | "unreachable";
export type Deed = Extract<WidgetNews, { uid: string }>;

const COMES_WITHIN_MS = 15_000;
const BOOKER_FOLLOWS_WITHIN_MS = 5_000;

function after(state: WidgetState, { kind }: WidgetNews): WidgetState {
  if (kind === "failed" || kind === "unreachable") return kind;
  if (kind === "ready") return state === "ready" ? "ready" : "doubtful";
  return "ready";
}

/** Keeps the widget in `place` for as long as the component lives; another widget needs another key. */
export function useWidget(
  widget: Widget,
  onDeed: (deed: Deed) => void,
): [RefObject<HTMLDivElement | null>, WidgetState] {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<WidgetState>("loading");
  const hear = useEffectEvent((news: WidgetNews) => {
    setState((before) => after(before, news));
    if ("uid" in news) onDeed(news);
  });
  const mount = useEffectEvent(() => place.current && mountWidget(place.current, widget, hear));
  useEffect(() => mount() ?? undefined, []);
  useEffect(() => {
    if (state !== "loading") return;
    const timer = setTimeout(() => setState("silent"), COMES_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return [place, useRested(state)];
}

/** The state as it is to be shown: a page that has just come is no doubtful one yet. */
function useRested(state: WidgetState): WidgetState {
  const [isRested, setRested] = useState(false);
  useEffect(() => {
    setRested(false);
    if (state !== "doubtful") return;
    const timer = setTimeout(() => setRested(true), BOOKER_FOLLOWS_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return state === "doubtful" && !isRested ? "ready" : state;
}
