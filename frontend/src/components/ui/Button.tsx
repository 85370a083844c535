import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

const VARIANTS = {
  primary: "bg-brand text-white hover:bg-brand-strong",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "text-brand hover:bg-brand-soft",
  danger: "bg-critical text-white hover:bg-critical-strong",
} as const;

type ButtonProps = ComponentProps<"button"> & { variant?: keyof typeof VARIANTS };

/** The classes of a button, for a link that should look like one. */
export function buttonClass(variant: keyof typeof VARIANTS = "secondary"): string {
  return cx(
    "inline-flex min-h-10 items-center justify-center gap-2 rounded-sm px-4 py-2 text-sm font-semibold",
    "transition-colors disabled:cursor-not-allowed disabled:opacity-50",
    VARIANTS[variant],
  );
}

export function Button({ variant, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={cx(buttonClass(variant), className)} {...rest} />;
}

/** A square button with an icon; `label` is what it is called aloud. */
export function IconButton({ label, className, ...rest }: ComponentProps<"button"> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cx(
        "inline-grid size-10 place-items-center rounded-sm text-muted hover:bg-sunken disabled:opacity-40",
        className,
      )}
      {...rest}
    />
  );
}
