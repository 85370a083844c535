import { useFormContext } from "react-hook-form";
import { useRegister } from "@/api/useRegister";
import { SelectField } from "@/components/ui/Field";
import { FormSection } from "@/components/ui/FormSection";
import { type LogisticsField, useLogisticsChoices } from "../useLogisticsChoices";
import { useFields } from "./useFields";
import type { FormValues } from "./values";

const PARTS = ["driver_id", "collector_id", "car_id"] as const;

function LogisticsSelect({ name, onChoose }: { name: LogisticsField; onChoose?: (id: string) => void }) {
  const field = useFields()(name);
  const { watch } = useFormContext<FormValues>();
  const chosen = watch(name);
  const choices = useLogisticsChoices(name).filter(({ id, active }) => active || id === chosen);
  return (
    <SelectField
      {...field}
      value={chosen}
      onChange={(event) => {
        void field.onChange(event);
        onChoose?.(event.target.value);
      }}
    >
      <option value="">A definir</option>
      {choices.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </SelectField>
  );
}

/** Who goes, and in what; a package sets the three at once. */
export function LogisticsFields() {
  const { setValue } = useFormContext<FormValues>();
  const { data: packages = [] } = useRegister("logistics-packages");
  const applyPackage = (id: string) => {
    const chosen = packages.find((one) => one.id === id);
    if (chosen) for (const name of PARTS) setValue(name, chosen[name] ?? "", { shouldDirty: true });
  };
  const leavePackage = () => setValue("logistics_package_id", "", { shouldDirty: true });
  return (
    <FormSection title="Logística">
      <LogisticsSelect name="logistics_package_id" onChoose={applyPackage} />
      {PARTS.map((name) => (
        <LogisticsSelect key={name} name={name} onChoose={leavePackage} />
      ))}
    </FormSection>
  );
}
