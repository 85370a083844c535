import { Field, SelectField, TextField } from "@/components/ui/Field";
import { FormSection } from "@/components/ui/FormSection";
import { CONFIRMATION_CHANNELS } from "../statuses";
import { useFields } from "./useFields";

/** The health plan and where the collector goes. */
export function PlanAndAddressFields() {
  const field = useFields();
  return (
    <FormSection title="Convênio e endereço">
      <Field {...field("nome_convenio")} />
      <Field {...field("numero_convenio")} />
      <Field {...field("carteira_convenio")} />
      <TextField
        className="sm:col-span-2"
        hint="Rua, número, complemento, bairro, cidade, estado e CEP; as partes são conferidas depois de salvar"
        {...field("endereco_completo")}
      />
    </FormSection>
  );
}

/** How the patient confirmed, or why it was cancelled. */
export function ConfirmationFields() {
  const field = useFields();
  return (
    <FormSection title="Confirmação e cancelamento">
      <SelectField {...field("canal_confirmacao")}>
        <option value="">Não confirmado</option>
        {CONFIRMATION_CHANNELS.map((channel) => (
          <option key={channel}>{channel}</option>
        ))}
      </SelectField>
      <div className="grid grid-cols-2 gap-4">
        <Field type="date" {...field("data_confirmacao")} />
        <Field type="time" {...field("hora_confirmacao")} />
      </div>
      <TextField className="sm:col-span-2" rows={2} {...field("motivo_cancelamento")} />
    </FormSection>
  );
}
