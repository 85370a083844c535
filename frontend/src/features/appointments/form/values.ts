import type { Appointment, AppointmentFields, AppointmentNew, Status } from "@/api/models";
import { formatCpf, formatPhone } from "@/lib/format";

type Texts = Exclude<keyof AppointmentFields, "status" | "tags" | "paciente_ausente">;

/** What the form holds: the appointment's fields as a person types them, "" where there is nothing. */
export type FormValues = Record<Texts, string> & {
  status: Status;
  /** Ids. */
  tags: string[];
  paciente_ausente: boolean;
};
export type FormField = keyof FormValues;

const BLANK: FormValues = {
  nome_marca: "",
  nome_unidade: "",
  nome_paciente: "",
  data_agendamento: "",
  hora_agendamento: "",
  status: "Pendente",
  tipo_consulta: "",
  cip: "",
  observacoes: "",
  telefone: "",
  email: "",
  cpf: "",
  rg: "",
  nome_convenio: "",
  numero_convenio: "",
  carteira_convenio: "",
  endereco_completo: "",
  documento_completo: "",
  driver_id: "",
  collector_id: "",
  car_id: "",
  logistics_package_id: "",
  tags: [],
  canal_confirmacao: "",
  data_confirmacao: "",
  hora_confirmacao: "",
  motivo_cancelamento: "",
  paciente_ausente: false,
};

export const FORM_FIELDS = Object.keys(BLANK) as FormField[];
export const LOGISTICS_FIELDS = [
  "logistics_package_id",
  "driver_id",
  "collector_id",
  "car_id",
  "observacoes",
] as const satisfies readonly FormField[];

export function isFormField(name: string): name is FormField {
  return Object.hasOwn(BLANK, name);
}

/** The form of an appointment, or an empty one with what is known of the new visit. */
export function valuesOf(item: Appointment | null, given: Partial<FormValues> = {}): FormValues {
  if (!item) return { ...BLANK, ...given };
  const texts = FORM_FIELDS.map((name) => [name, item[name] ?? BLANK[name]]);
  return {
    ...(Object.fromEntries(texts) as FormValues),
    telefone: formatPhone(item.telefone),
    cpf: formatCpf(item.cpf),
    tags: item.tags.map(({ id }) => id),
  };
}

function written(name: FormField, value: FormValues[FormField]) {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (name === "cpf" || name === "rg") return text.replace(/[.\s-]/g, "") || null;
  return text || null;
}

/** What writes the fields `names`, as the API takes them: null clears. */
export function inputOf(values: FormValues, names: readonly FormField[]): AppointmentFields {
  return Object.fromEntries(names.map((name) => [name, written(name, values[name])]));
}

/** A new appointment of what was filled in. */
export function newFrom(values: FormValues): AppointmentNew {
  const filled = FORM_FIELDS.filter((name) => values[name] && String(values[name]).trim() !== "");
  const { nome_marca, nome_unidade, nome_paciente } = values;
  return { ...inputOf(values, filled), nome_marca, nome_unidade, nome_paciente: nome_paciente.trim() };
}
