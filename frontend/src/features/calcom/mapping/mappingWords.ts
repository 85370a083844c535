const FIELDS: Record<string, string> = {
  cpf: "CPF",
  rg: "RG",
  telefone: "Telefone",
  nome_convenio: "Convênio",
  numero_convenio: "Número do convênio",
  carteira_convenio: "Carteirinha",
  endereco_completo: "Endereço",
  observacoes: "Observações",
  unidade: "Unidade",
  marca: "Marca",
  tags: "Etiquetas",
};

/** A refusal of one line of the mapping, led by which line it is: `event_types.0.slug`, `questions.cpf.1`. */
export function faultText({ field, detail }: { field: string; detail: string }): string {
  const [list, place = ""] = field.split(".");
  if (list === "event_types") return `Tipo de evento ${Number(place) + 1}: ${detail}`;
  return list === "questions" ? `${fieldName(place)}: ${detail}` : detail;
}

/** A field that a question may answer, as the staff call it. */
export const fieldName = (field: string) => FIELDS[field] ?? field.replaceAll("_", " ");
