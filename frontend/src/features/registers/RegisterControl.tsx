import { useFormContext } from "react-hook-form";
import type { RegisterKind } from "@/api/registers";
import { useRegister } from "@/api/useRegister";
import { CheckField, Field, SelectField } from "@/components/ui/Field";
import { itemName, type RegisterField, type RegisterValues, ZONES } from "./definitions";

type SelectProps = Parameters<typeof SelectField>[0];

function ItemSelect({ from, chosen, ...rest }: SelectProps & { from: RegisterKind; chosen: string }) {
  const { data = [] } = useRegister(from);
  return (
    <SelectField {...rest} key={data.length}>
      <option value="">Escolha…</option>
      {data
        .filter(({ id, active }) => active || id === chosen)
        .map((item) => (
          <option key={item.id} value={item.id}>
            {itemName(item)}
          </option>
        ))}
    </SelectField>
  );
}

/** The control of one field, by its type. */
export function RegisterControl({ field }: { field: RegisterField }) {
  const { register, watch, formState } = useFormContext<RegisterValues>();
  const value = String(watch(field.name) ?? "");
  const shared = {
    label: field.label,
    hint: field.hint,
    error: formState.errors[field.name]?.message,
    ...register(field.name, field.required ? { required: "Preencha este campo." } : {}),
  };
  if (field.type === "flag") return <CheckField label={field.label} {...register(field.name)} />;
  if (field.from) return <ItemSelect {...shared} from={field.from} chosen={value} value={value} />;
  if (field.type !== "zone")
    return <Field {...shared} type={field.type === "choice" ? "text" : field.type} />;
  const zones = value in ZONES || !value ? ZONES : { ...ZONES, [value]: value };
  return (
    <SelectField {...shared}>
      {Object.entries(zones).map(([zone, places]) => (
        <option key={zone} value={zone}>
          {places}
        </option>
      ))}
    </SelectField>
  );
}
