import { FormProvider, useForm } from "react-hook-form";
import type { RegisterItem, RegisterKind } from "@/api/registers";
import { showServerErrors } from "@/api/serverErrors";
import { CheckField } from "@/components/ui/Field";
import { FormNotice } from "@/components/ui/FormNotice";
import { FormPanel } from "@/components/ui/FormPanel";
import { formatPhone } from "@/lib/format";
import { DeleteItem } from "./DeleteItem";
import { itemName, REGISTERS, type RegisterField, type RegisterValues, rawValue } from "./definitions";
import { useSaveItem } from "./mutations";
import { RegisterControl } from "./RegisterControl";

function valuesOf(fields: readonly RegisterField[], item: RegisterItem | null): RegisterValues {
  const texts = fields.map(({ name, type, initial = "" }) => {
    const value = item ? rawValue(item, name) : initial;
    if (type === "flag") return [name, value === "true"];
    return [name, type === "tel" ? formatPhone(value) : value];
  });
  return { ...Object.fromEntries(texts), active: item?.active ?? true };
}

function bodyOf(fields: readonly RegisterField[], values: RegisterValues): Record<string, unknown> {
  const written = fields.map(({ name, type, required }) => {
    if (type === "flag") return [name, values[name] === true];
    const text = String(values[name] ?? "").trim();
    if (type === "number") return [name, text === "" ? null : Number(text)];
    return [name, required ? text : text || null];
  });
  return { ...Object.fromEntries(written), active: values.active };
}

type RegisterFormProps = { kind: RegisterKind; item: RegisterItem | null; onClose: () => void };

/** Creates or edits an item of any small list. */
export function RegisterForm({ kind, item, onClose }: RegisterFormProps) {
  const { fields, singular } = REGISTERS[kind];
  const save = useSaveItem(kind, item);
  const form = useForm<RegisterValues>({ defaultValues: valuesOf(fields, item) });
  const { errors, isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    await save.mutateAsync(bodyOf(fields, values)).then(onClose, (error) => showServerErrors(form, error));
  });
  return (
    <FormPanel
      title={item ? itemName(item) : `Incluir ${singular}`}
      description={item ? `Editar ${singular}` : "Fica disponível para os agendamentos assim que for salvo"}
      submit="Salvar"
      isDirty={isDirty}
      isPending={save.isPending}
      onSubmit={submit}
      onClose={onClose}
      aside={item && <DeleteItem kind={kind} item={item} onDeleted={onClose} />}
    >
      <FormProvider {...form}>
        <FormNotice message={errors.root?.message} />
        {fields.map((field) => (
          <RegisterControl key={field.name} field={field} />
        ))}
        <CheckField label="Ativo: pode ser escolhido em novos agendamentos" {...form.register("active")} />
      </FormProvider>
    </FormPanel>
  );
}
