/** Shapes of routes that the generated client does not have yet (the contract's table). */
import { client } from "./generated/client.gen";
import type { Origin, Role, Status } from "./models";
import { unwrap } from "./problem";

type Method = "GET" | "POST" | "PATCH" | "DELETE";
type Call = { query?: object | undefined; body?: unknown; signal?: AbortSignal | undefined };

export function call<T>(method: Method, path: string, { query, body, signal }: Call = {}): Promise<T> {
  const options = {
    method,
    url: `/api/v1${path}`,
    ...(query && { query: query as Record<string, unknown> }),
    ...(body !== undefined && { body, headers: { "Content-Type": "application/json" } }),
    ...(signal && { signal }),
  };
  return unwrap(client.request<{ 200: T }, unknown>(options) as Promise<{ data?: T; response?: Response }>);
}

export type Page<T> = { items: T[]; page: number; page_size: number; total: number };

export type AppointmentFields = {
  nome_marca: string;
  nome_unidade: string;
  nome_paciente: string;
  data_agendamento: string | null;
  hora_agendamento: string | null;
  status: Status;
  tipo_consulta: string | null;
  cip: string | null;
  observacoes: string | null;
  telefone: string | null;
  email: string | null;
  cpf: string | null;
  rg: string | null;
  nome_convenio: string | null;
  numero_convenio: string | null;
  carteira_convenio: string | null;
  endereco_completo: string | null;
  documento_completo: string | null;
  driver_id: string | null;
  collector_id: string | null;
  car_id: string | null;
  logistics_package_id: string | null;
  tags: string[];
  canal_confirmacao: string | null;
  data_confirmacao: string | null;
  hora_confirmacao: string | null;
  motivo_cancelamento: string | null;
  paciente_ausente: boolean;
};
export type AppointmentNew = Partial<AppointmentFields>;
export type AppointmentEdit = Partial<AppointmentFields> & { versao: number };

export type Kpis = {
  total: number;
  confirmados: number;
  pendentes: number;
  cancelados: number;
  coletados: number;
  com_pendencia: number;
  por_origem: Array<{ origem: Origin; total: number }>;
  por_unidade: Array<{ nome_unidade: string; nome_marca: string; total: number }>;
  autoagendados_percentual: number;
  ausentes_percentual: number;
  data_inicio: string;
  data_fim: string;
};

export type Named = { id: string; name: string };
export type FilterChoices = {
  nome_unidade: string[];
  nome_marca: string[];
  status: Status[];
  origem: Origin[];
  tag: Array<Named & { color: string }>;
  pendencia: string[];
  driver_id: Named[];
  collector_id: Named[];
};

export type ImportState = "lendo" | "pronto" | "gravando" | "gravado" | "recusado" | "falhou";
export type Import = {
  id: string;
  state: ImportState;
  arquivo: string;
  linhas: number;
  progresso: number;
  validas: number;
  duplicadas: number;
  erros: Array<{ linha: number; coluna: string; mensagem: string }>;
  erros_total: number;
  amostra: Array<Record<string, unknown>>;
  gravadas: number;
};

export type Client = {
  id: string;
  nome: string;
  cpf: string | null;
  telefone: string | null;
  email: string | null;
  total_agendamentos: number;
  ultima_visita: string | null;
  versao: number;
};

export type StaffUser = { id: string; name: string; email: string; role: Role; active: boolean };
export type StaffUserNew = { name: string; email: string; role: Role; password: string };
export type StaffUserEdit = Partial<{ name: string; role: Role; active: boolean; password: string }>;
