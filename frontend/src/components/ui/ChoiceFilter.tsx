import type { ReactNode } from "react";
import { FilterPopover } from "./FilterPopover";

export type Choice<T extends string = string> = { value: T; label: string };

type ChoiceFilterProps<T extends string> = {
  label: string;
  choices: ReadonlyArray<Choice<T>>;
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  children?: ReactNode;
};

function summaryOf<T extends string>(choices: ReadonlyArray<Choice<T>>, chosen: readonly T[]) {
  const first = chosen[0];
  if (first === undefined) return undefined;
  return chosen.length > 1 ? String(chosen.length) : (choices.find((c) => c.value === first)?.label ?? first);
}

/** A filter with several choices; more than one chosen means any of them. */
export function ChoiceFilter<T extends string>(props: ChoiceFilterProps<T>) {
  const { label, choices, chosen, onChange, children } = props;
  const toggle = (value: T) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <FilterPopover label={label} summary={summaryOf(choices, chosen)}>
      <fieldset>
        <legend className="sr-only">{label}</legend>
        {choices.map(({ value, label: text }) => (
          <label key={value} className="flex min-h-9 items-center gap-2.5 rounded-sm px-2 hover:bg-sunken">
            <input
              type="checkbox"
              className="size-4 accent-brand"
              checked={chosen.includes(value)}
              onChange={() => toggle(value)}
            />
            {text}
          </label>
        ))}
      </fieldset>
      {children}
    </FilterPopover>
  );
}
