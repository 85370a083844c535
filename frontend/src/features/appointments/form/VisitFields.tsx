import { useFormContext, useWatch } from "react-hook-form";
import { useRegister } from "@/api/useRegister";
import { Field, SelectField, TextField } from "@/components/ui/Field";
import { FormSection } from "@/components/ui/FormSection";
import { zoneName } from "@/lib/dates";
import { STATUS_NAMES } from "../statuses";
import { TagsField } from "./TagsField";
import { UnitField } from "./UnitField";
import { useFields } from "./useFields";
import type { FormValues } from "./values";

/** The zone in which date and hour are meant, where the unit is known. */
function useZoneHint(): string {
  const [unit, brand] = useWatch<FormValues, ["nome_unidade", "nome_marca"]>({
    name: ["nome_unidade", "nome_marca"],
  });
  const { data } = useRegister("units");
  const zone = data?.find((one) => one.nome_unidade === unit && one.nome_marca === brand)?.fuso;
  return zone ? `Hora da unidade: ${zoneName(zone)}` : "Na hora da unidade";
}

/** Where, when and in which state. */
export function VisitFields() {
  const field = useFields();
  const { getValues } = useFormContext<FormValues>();
  const needsDate = (hour: unknown) =>
    !hour || Boolean(getValues("data_agendamento")) || "A hora precisa de uma data.";
  return (
    <FormSection title="Visita">
      <UnitField />
      <SelectField {...field("status")}>
        {STATUS_NAMES.map((status) => (
          <option key={status}>{status}</option>
        ))}
      </SelectField>
      <Field type="date" {...field("data_agendamento")} />
      <Field type="time" hint={useZoneHint()} {...field("hora_agendamento", { validate: needsDate })} />
      <Field {...field("tipo_consulta")} />
      <Field {...field("cip")} />
      <TagsField />
      <TextField className="sm:col-span-2" {...field("observacoes")} />
    </FormSection>
  );
}
