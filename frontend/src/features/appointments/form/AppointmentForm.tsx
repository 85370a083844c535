import { FormProvider } from "react-hook-form";
import type { Appointment } from "@/api/models";
import { TextField } from "@/components/ui/Field";
import { FormNotice } from "@/components/ui/FormNotice";
import { FormPanel } from "@/components/ui/FormPanel";
import { ConflictNotice } from "./ConflictNotice";
import { LogisticsFields } from "./LogisticsFields";
import { ConfirmationFields, PlanAndAddressFields } from "./OtherFields";
import { PatientFields } from "./PatientFields";
import { useAppointmentForm } from "./useAppointmentForm";
import { useFields } from "./useFields";
import { VisitFields } from "./VisitFields";
import { FORM_FIELDS, type FormValues, LOGISTICS_FIELDS } from "./values";

type AppointmentFormProps = {
  item: Appointment | null;
  /** The appointment as it is now: what others change while the form is open is shown in it. */
  latest?: Appointment | undefined;
  initial?: Partial<FormValues>;
  /** Only who goes and in what: what logística may write. */
  logisticsOnly?: boolean;
  onSaved: (item: Appointment) => void;
  onClose: () => void;
};

function Remarks() {
  return <TextField {...useFields()("observacoes")} />;
}

function AllFields({ isNew }: { isNew: boolean }) {
  return (
    <>
      <PatientFields />
      <VisitFields />
      <PlanAndAddressFields />
      <LogisticsFields />
      {!isNew && <ConfirmationFields />}
    </>
  );
}

/** Creates or edits an appointment in a side panel. */
export function AppointmentForm(props: AppointmentFormProps) {
  const { item, latest, initial, logisticsOnly = false, onSaved, onClose } = props;
  const writable = logisticsOnly ? LOGISTICS_FIELDS : FORM_FIELDS;
  const state = useAppointmentForm({ item, latest, onSaved, writable, ...(initial && { initial }) });
  const problem = state.form.formState.errors.root;
  const title = !item ? "Novo agendamento" : logisticsOnly ? "Logística da visita" : "Editar agendamento";
  return (
    <FormPanel
      wide={!logisticsOnly}
      title={title}
      description={
        item
          ? `${item.nome_paciente} · ${item.nome_unidade}`
          : "Os campos com dados faltando podem ser completados depois"
      }
      submit={item ? "Salvar" : "Criar agendamento"}
      isDirty={state.isDirty}
      isPending={state.isPending}
      onSubmit={state.save}
      onClose={onClose}
    >
      <FormProvider {...state.form}>
        <FormNotice message={problem?.message} />
        {state.conflict && (
          <ConflictNotice
            conflict={state.conflict}
            onTakeTheirs={state.takeTheirs}
            onStartOver={state.startOver}
            onDismiss={state.dismiss}
          />
        )}
        {logisticsOnly ? (
          <>
            <LogisticsFields />
            <Remarks />
          </>
        ) : (
          <AllFields isNew={!item} />
        )}
      </FormProvider>
    </FormPanel>
  );
}
