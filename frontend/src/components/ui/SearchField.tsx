import { Search } from "lucide-react";
import { cx } from "@/lib/cx";
import { inputClass } from "./Field";

type SearchFieldProps = { label: string; value: string; onChange: (value: string) => void };

/** A search box whose text is personal data: it stays in memory and out of the browser's own suggestions. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <div className="relative w-full lg:w-72">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
      />
      <input
        type="search"
        autoComplete="off"
        maxLength={100}
        aria-label={label}
        placeholder={label}
        className={cx(inputClass, "pl-9")}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
