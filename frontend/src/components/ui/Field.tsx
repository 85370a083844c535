import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "@/lib/cx";

export const inputClass =
  "min-h-10 w-full rounded-sm border border-line-strong bg-surface px-3 py-2 text-sm text-ink placeholder:text-muted disabled:bg-sunken aria-invalid:border-critical";

type Framed = { label: string; hint?: ReactNode; error?: string | undefined };
type Described = { id: string; "aria-invalid": true | undefined; "aria-describedby": string | undefined };

/** Label, hint and error around one control, which is told the ids that tie them together. */
export function FieldFrame(
  props: Framed & { className?: string | undefined; children: (control: Described) => ReactNode },
) {
  const { label, hint, error, className, children } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {children({ id, "aria-invalid": error ? true : undefined, "aria-describedby": described || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-critical-ink">
          {error}
        </p>
      )}
    </div>
  );
}

/** A labelled input; `error` is read out with it. */
export function Field({ label, hint, error, className, ...rest }: ComponentProps<"input"> & Framed) {
  return (
    <FieldFrame label={label} hint={hint} error={error} className={className}>
      {(control) => <input {...control} className={inputClass} {...rest} />}
    </FieldFrame>
  );
}

/** A labelled choice of one; the options are its children. */
export function SelectField({ label, hint, error, className, ...rest }: ComponentProps<"select"> & Framed) {
  return (
    <FieldFrame label={label} hint={hint} error={error} className={className}>
      {(control) => <select {...control} className={inputClass} {...rest} />}
    </FieldFrame>
  );
}

/** A labelled text of several lines. */
export function TextField({ label, hint, error, className, ...rest }: ComponentProps<"textarea"> & Framed) {
  return (
    <FieldFrame label={label} hint={hint} error={error} className={className}>
      {(control) => <textarea {...control} rows={3} className={inputClass} {...rest} />}
    </FieldFrame>
  );
}

/** A labelled box to tick. */
export function CheckField({ label, className, ...rest }: ComponentProps<"input"> & { label: string }) {
  return (
    <label className={cx("flex min-h-10 items-center gap-2.5", className)}>
      <input type="checkbox" className="size-4 accent-brand" {...rest} />
      {label}
    </label>
  );
}
