import type { BookingOffer, EmbedConfig } from "@/api/models";
import { Skeleton } from "@/components/ui/Skeleton";
import { cx } from "@/lib/cx";
import { type Deed, useWidget } from "./useWidget";
import { WidgetFallback } from "./WidgetFallback";

type BookingWidgetProps = {
  from: Pick<EmbedConfig, "origin" | "script_url">;
  offer: BookingOffer;
  onDeed: (deed: Deed) => void;
  onRetry: () => void;
};

/** Cal.com's own page for an offer, or the way to it where it does not open here. Another offer needs another key. */
export function BookingWidget({ from, offer, onDeed, onRetry }: BookingWidgetProps) {
  const { origin, script_url: scriptUrl } = from;
  const [place, state] = useWidget({ scriptUrl, origin, link: offer.link, config: offer.config }, onDeed);
  const isLost = state === "failed" || state === "unreachable";
  return (
    <div className="flex flex-col gap-3">
      {state !== "loading" && state !== "ready" && (
        <WidgetFallback reason={state} url={offer.url} onRetry={onRetry} />
      )}
      {state === "loading" && <Skeleton lines={8} />}
      <div
        ref={place}
        data-state={state}
        className={cx("overflow-hidden rounded-md", (isLost || state === "loading") && "h-0")}
      />
    </div>
  );
}
