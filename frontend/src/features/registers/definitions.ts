import type { RegisterItem, RegisterKind } from "@/api/registers";
import { formatPhone } from "@/lib/format";

/**
 * One field of a small list: how it is asked for and shown. `from` names the list that it chooses from; `head` stands over its
 * column where the label is too long for one.
 */
export type RegisterField = {
  name: string;
  label: string;
  head?: string;
  type: "text" | "tel" | "number" | "color" | "zone" | "choice" | "flag";
  hint?: string;
  required?: boolean;
  initial?: string;
  from?: RegisterKind;
};
/** A form's fields by name, with `active`. */
export type RegisterValues = Record<string, string | boolean>;
export type RegisterDefinition = { title: string; singular: string; fields: readonly RegisterField[] };

const NAME: RegisterField = { name: "name", label: "Nome", type: "text", required: true };
const PHONE: RegisterField = { name: "phone", label: "Telefone", type: "tel" };
const choice = (name: string, label: string, from: RegisterKind): RegisterField => ({
  ...{ name, label, from },
  type: "choice",
  required: true,
});

/** The small lists, in the order in which they are shown. */
export const REGISTERS: Record<RegisterKind, RegisterDefinition> = {
  units: {
    title: "Unidades",
    singular: "unidade",
    fields: [
      { name: "nome_unidade", label: "Unidade", type: "text", required: true },
      { name: "nome_marca", label: "Marca", type: "text", required: true },
      {
        ...{ name: "fuso", label: "Fuso horário", initial: "America/Sao_Paulo" },
        hint: "As horas da unidade são sempre mostradas neste fuso",
        type: "zone",
      },
      {
        ...{ name: "duracao_minutos", label: "Duração da visita (minutos)", head: "Minutos" },
        type: "number",
        initial: "30",
      },
      { name: "endereco", label: "Endereço", type: "text" },
      {
        name: "reserva_horario",
        label: "Reservar no Cal.com os horários marcados pela equipe",
        head: "Reserva no Cal.com",
        type: "flag",
      },
    ],
  },
  tags: {
    title: "Etiquetas",
    singular: "etiqueta",
    fields: [NAME, { name: "color", label: "Cor", type: "color", initial: "#0f5f63" }],
  },
  collectors: { title: "Coletoras", singular: "coletora", fields: [NAME, PHONE] },
  drivers: { title: "Motoristas", singular: "motorista", fields: [NAME, PHONE] },
  cars: {
    title: "Carros",
    singular: "carro",
    fields: [
      { name: "plate", label: "Placa", type: "text", required: true, hint: "ABC1D23 ou ABC-1234" },
      { name: "model", label: "Modelo", type: "text" },
    ],
  },
  "logistics-packages": {
    title: "Pacotes",
    singular: "pacote de logística",
    fields: [
      NAME,
      choice("collector_id", "Coletora", "collectors"),
      choice("driver_id", "Motorista", "drivers"),
      choice("car_id", "Carro", "cars"),
    ],
  },
};

export const REGISTER_KINDS = Object.keys(REGISTERS) as RegisterKind[];

/** Brazil's zones, by the places that people know them by. */
export const ZONES: Record<string, string> = {
  "America/Sao_Paulo": "Brasília, São Paulo, Sul, Sudeste e Goiás",
  "America/Bahia": "Bahia",
  "America/Fortaleza": "Ceará, Maranhão, Piauí, Rio Grande do Norte, Paraíba",
  "America/Recife": "Pernambuco",
  "America/Maceio": "Alagoas e Sergipe",
  "America/Belem": "Pará (leste) e Amapá",
  "America/Santarem": "Pará (oeste)",
  "America/Araguaina": "Tocantins",
  "America/Campo_Grande": "Mato Grosso do Sul",
  "America/Cuiaba": "Mato Grosso",
  "America/Manaus": "Amazonas",
  "America/Porto_Velho": "Rondônia",
  "America/Boa_Vista": "Roraima",
  "America/Rio_Branco": "Acre",
  "America/Eirunepe": "Amazonas (oeste)",
  "America/Noronha": "Fernando de Noronha",
};

/** The name of an item of any list. */
export function itemName(item: RegisterItem): string {
  if ("plate" in item) return item.plate;
  return "nome_unidade" in item ? item.nome_unidade : item.name;
}

/** An item's own value of a field, as text; ids as they are. */
export function rawValue(item: RegisterItem, name: string): string {
  return String((item as Record<string, unknown>)[name] ?? "");
}

/** A field's value as it is shown; `nameOf` says what an id of another list is called. */
export function shownValue(
  item: RegisterItem,
  field: RegisterField,
  nameOf: (kind: RegisterKind, id: string) => string,
): string {
  const value = rawValue(item, field.name);
  if (field.from) return nameOf(field.from, value);
  if (field.type === "zone") return ZONES[value] ?? value;
  if (field.type === "flag") return value === "true" ? "Sim" : "Não";
  return field.type === "tel" ? formatPhone(value) : value;
}
