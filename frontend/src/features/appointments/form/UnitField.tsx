import { useController, useFormContext } from "react-hook-form";
import type { Unit } from "@/api/models";
import { useRegister } from "@/api/useRegister";
import { SelectField } from "@/components/ui/Field";
import type { FormValues } from "./values";

type Place = Pick<Unit, "nome_marca" | "nome_unidade">;
const keyOf = ({ nome_marca, nome_unidade }: Place) => JSON.stringify([nome_marca, nome_unidade]);

/** The active units by brand, and the one chosen already whatever became of it. */
function placesByBrand(units: readonly Unit[], chosen: Place): Array<[string, Place[]]> {
  const active: Place[] = units.filter((unit) => unit.active);
  const isKnown = !chosen.nome_unidade || active.some((unit) => keyOf(unit) === keyOf(chosen));
  const places = isKnown ? active : [chosen, ...active];
  const brands = [...new Set(places.map((place) => place.nome_marca))].sort((a, b) => a.localeCompare(b));
  return brands.map((brand) => [brand, places.filter((place) => place.nome_marca === brand)]);
}

/** The unit, which sets the brand. */
export function UnitField() {
  const { setValue, watch } = useFormContext<FormValues>();
  const { field, fieldState } = useController<FormValues, "nome_unidade">({
    name: "nome_unidade",
    rules: { required: "Escolha a unidade." },
  });
  const chosen = { nome_unidade: field.value, nome_marca: watch("nome_marca") };
  const { data: units = [] } = useRegister("units");
  const choose = (key: string) => {
    const [brand, unit] = key ? (JSON.parse(key) as [string, string]) : ["", ""];
    setValue("nome_marca", brand, { shouldDirty: true });
    field.onChange(unit);
  };
  return (
    <SelectField
      label="Unidade"
      error={fieldState.error?.message}
      hint={chosen.nome_marca && `Marca: ${chosen.nome_marca}`}
      ref={field.ref}
      onBlur={field.onBlur}
      value={chosen.nome_unidade ? keyOf(chosen) : ""}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">Escolha…</option>
      {placesByBrand(units, chosen).map(([brand, places]) => (
        <optgroup key={brand} label={brand}>
          {places.map((place) => (
            <option key={keyOf(place)} value={keyOf(place)}>
              {place.nome_unidade}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
