import type { DataAccess, Erasure } from "@/api/models";

export const ERASURE_STATES: Record<Erasure["estado"], string> = {
  pedido: "Pedido",
  esperando: "Espera o Cal.com",
  concluido: "Concluído",
};

export const DEEDS: Record<DataAccess["acao"], string> = {
  visualizou: "Viu",
  revelou: "Abriu o conteúdo",
  exportou: "Exportou",
  apagou: "Pediu o apagamento",
  confirmou_contato: "Confirmou o contato",
  uniu: "Uniu dois cadastros",
  desfez_uniao: "Desfez uma união",
  separou: "Disse que são duas pessoas",
};

export const KINDS: Record<string, string> = {
  cliente: "Cliente",
  agendamento: "Agendamento",
  entrega: "Entrega do Cal.com",
};
