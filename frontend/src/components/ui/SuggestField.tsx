import { type ComponentProps, type KeyboardEvent, useId, useState } from "react";
import { cx } from "@/lib/cx";
import { FieldFrame, inputClass } from "./Field";

export type Suggestion = { key: string; label: string; detail: string };

type SuggestFieldProps = ComponentProps<"input"> & {
  label: string;
  error?: string | undefined;
  hint?: string;
  suggestions: readonly Suggestion[];
  onPick: (key: string) => void;
};

function Options({ id, suggestions, active, onPick }: OptionsProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Sugestões"
      className="absolute inset-x-0 top-full z-20 mt-1 max-h-72 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float"
    >
      {suggestions.map(({ key, label, detail }, index) => (
        // The input keeps the focus; it moves through the options by the arrow keys.
        <div
          key={key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(key)}
          onKeyDown={() => undefined}
          className={cx(
            "cursor-pointer rounded-sm px-3 py-2 hover:bg-sunken",
            index === active && "bg-sunken",
          )}
        >
          <span className="block font-semibold">{label}</span>
          <span className="block text-xs text-muted">{detail}</span>
        </div>
      ))}
    </div>
  );
}

type OptionsProps = Pick<SuggestFieldProps, "suggestions" | "onPick"> & { id: string; active: number };

/** A text field that offers what is known already; any other text stays as typed. */
export function SuggestField({ label, error, hint, suggestions, onPick, ...rest }: SuggestFieldProps) {
  const list = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const shown = open && suggestions.length > 0;
  const pick = (key: string) => {
    setOpen(false);
    setActive(-1);
    onPick(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!shown) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = suggestions[active];
    if (step) setActive((active + step + suggestions.length) % suggestions.length);
    else if (event.key === "Enter" && chosen) pick(chosen.key);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <FieldFrame label={label} error={error} hint={hint}>
      {(control) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what bubbles from the input
        <div
          className="relative"
          onKeyDown={onKeyDown}
          onInput={() => setOpen(true)}
          onBlur={() => setOpen(false)}
        >
          <input
            {...control}
            role="combobox"
            aria-expanded={shown}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
            autoComplete="off"
            className={inputClass}
            {...rest}
          />
          {shown && <Options id={list} suggestions={suggestions} active={active} onPick={pick} />}
        </div>
      )}
    </FieldFrame>
  );
}
