import type { Appointment } from "@/api/models";

/** What needs a person (DOMAIN.md, `pendencias`), in the words of the front desk. */
export const PENDING_LABELS: Record<string, string> = {
  cpf_ausente: "Falta o CPF",
  cpf_invalido: "CPF inválido",
  convenio_ausente: "Falta o convênio",
  telefone_invalido: "Telefone inválido",
  nome_ausente: "Falta o nome",
  nome_divergente: "CPF com outro nome",
  telefone_a_confirmar: "Telefone a confirmar",
  email_a_confirmar: "E-mail a confirmar",
  cadastro_a_unir: "Cadastro a unir",
  unidade_nao_mapeada: "Unidade a definir",
  tags_excedentes: "Etiquetas demais",
  tag_desconhecida: "Etiqueta desconhecida",
  possivel_duplicado: "Possível duplicado",
  logistica_a_rever: "Rever logística",
  conflito_de_horario: "Conflito de horário",
  conflito: "Conflito com o Cal.com",
  envio_recusado: "Recusado pelo Cal.com",
  sem_reserva: "Sem reserva no Cal.com",
  reserva_nao_encontrada: "Reserva sumiu do Cal.com",
  reaberto_no_calcom: "Reaberto no Cal.com",
  endereco_a_rever: "Rever endereço",
  texto_cortado: "Texto cortado",
  horario_ilegivel: "Horário ilegível",
};

/** The words for a pending code; one that this version does not know is shown as readable text. */
export function pendingLabel(code: string): string {
  return PENDING_LABELS[code] ?? code.replaceAll("_", " ");
}

/** The codes that a row shows: a refused push has a badge of its own there. */
export function rowCodes({ pendencias, envio }: Pick<Appointment, "pendencias" | "envio">): string[] {
  return envio?.estado === "recusado" ? pendencias.filter((code) => code !== "envio_recusado") : pendencias;
}
