import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

/** Background and text of each tone. */
export const TONES = {
  neutral: "bg-neutral-soft text-neutral-ink",
  info: "bg-info-soft text-info-ink",
  positive: "bg-positive-soft text-positive-ink",
  attention: "bg-attention-soft text-attention-ink",
  critical: "bg-critical-soft text-critical-ink",
  special: "bg-special-soft text-special-ink",
} as const;

export type Tone = keyof typeof TONES;

/** A short word with a tone; icon and word carry the meaning, the colour only helps. */
export function Badge({
  tone = "neutral",
  icon: Icon,
  children,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold whitespace-nowrap",
        TONES[tone],
      )}
    >
      {Icon && <Icon aria-hidden="true" className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}
