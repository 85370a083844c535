import { useController } from "react-hook-form";
import type { Tag } from "@/api/models";
import { useRegister } from "@/api/useRegister";
import { cx } from "@/lib/cx";
import type { FormValues } from "./values";

const MOST = 5;

function Choice({ tag, chosen, full, onToggle }: ChoiceProps) {
  return (
    <label
      className={cx(
        "flex min-h-9 items-center gap-2 rounded-full border px-3 has-focus-visible:outline-2 has-focus-visible:outline-brand",
        chosen ? "border-brand bg-brand-soft font-semibold text-brand-strong" : "border-line-strong",
        full && !chosen && "opacity-50",
      )}
    >
      <input
        type="checkbox"
        className="size-4 accent-brand"
        checked={chosen}
        disabled={full && !chosen}
        onChange={onToggle}
      />
      <span aria-hidden="true" className="size-2.5 rounded-full" style={{ backgroundColor: tag.color }} />
      {tag.name}
    </label>
  );
}

type ChoiceProps = { tag: Tag; chosen: boolean; full: boolean; onToggle: () => void };

/** Up to five of the active tags, with those chosen before whatever became of them. */
export function TagsField() {
  const { field, fieldState } = useController<FormValues, "tags">({ name: "tags" });
  const { data = [] } = useRegister("tags");
  const offered = data.filter(({ id, active }) => active || field.value.includes(id));
  const toggle = (id: string) =>
    field.onChange(field.value.includes(id) ? field.value.filter((one) => one !== id) : [...field.value, id]);
  if (offered.length === 0) return null;
  return (
    <fieldset className="sm:col-span-2">
      <legend className="mb-1.5 font-semibold">
        Etiquetas <span className="font-normal text-muted">(até {MOST})</span>
      </legend>
      <div className="flex flex-wrap gap-2">
        {offered.map((tag) => (
          <Choice
            key={tag.id}
            tag={tag}
            chosen={field.value.includes(tag.id)}
            full={field.value.length >= MOST}
            onToggle={() => toggle(tag.id)}
          />
        ))}
      </div>
      {fieldState.error && <p className="mt-1 text-critical-ink">{fieldState.error.message}</p>}
    </fieldset>
  );
}
