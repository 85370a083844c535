import { type ComponentProps, useId } from "react";
import { cx } from "@/lib/cx";

export const inputClass =
  "min-h-10 w-full rounded-sm border border-line-strong bg-surface px-3 py-2 text-sm text-ink placeholder:text-muted";

type FieldProps = ComponentProps<"input"> & { label: string; error?: string | undefined };

/** A labelled input; `error` is read out with it. */
export function Field({ label, error, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        id={id}
        className={inputClass}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        {...rest}
      />
      {error && (
        <p id={`${id}-error`} className="text-critical-ink">
          {error}
        </p>
      )}
    </div>
  );
}
