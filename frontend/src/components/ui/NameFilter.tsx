import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { IconButton } from "./Button";
import { ChoiceFilter } from "./ChoiceFilter";
import { inputClass } from "./Field";

type NameFilterProps = {
  label: string;
  known: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** A filter by name: the names known so far, and any other typed in full. */
export function NameFilter({ label, known, chosen, onChange }: NameFilterProps) {
  const [typed, setTyped] = useState("");
  const names = [...new Set([...known, ...chosen])].sort((a, b) => a.localeCompare(b, "pt-BR"));
  const add = (event: FormEvent) => {
    event.preventDefault();
    const name = typed.trim();
    if (name && !chosen.includes(name)) onChange([...chosen, name]);
    setTyped("");
  };
  return (
    <ChoiceFilter
      label={label}
      choices={names.map((name) => ({ value: name, label: name }))}
      chosen={chosen}
      onChange={onChange}
    >
      <form onSubmit={add} className="flex gap-1 border-t border-line px-2 pt-2">
        <input
          className={inputClass}
          aria-label={`${label}: outro nome`}
          placeholder="Outro nome"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <IconButton label="Acrescentar" type="submit">
          <Plus aria-hidden="true" className="size-5" />
        </IconButton>
      </form>
    </ChoiceFilter>
  );
}
