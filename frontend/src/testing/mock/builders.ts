import type { Appointment, Booking, Delivery, HistoryEntry, Push, Role, User } from "@/api/models";
import { localDay } from "@/lib/dates";

const ZONE = "America/Sao_Paulo";

/** A UUID whose last digits are `n`. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** The local date `days` from today at the units, `YYYY-MM-DD`. */
export function daysFromToday(days: number): string {
  return localDay(new Date(Date.now() + days * 86_400_000), ZONE);
}

export function user(role: Role): User {
  const names: Record<Role, string> = { atendente: "Ana Prado", logistica: "Lia Reis", gestor: "Gil Souza" };
  return { id: uuid(9000), name: names[role], email: `${role}@demo.example.com`, role };
}

const BLANK = {
  tipo_consulta: null,
  cip: null,
  observacoes: null,
  rg: null,
  numero_convenio: null,
  carteira_convenio: null,
  endereco_completo: null,
  endereco_normalizado: null,
  documento_completo: null,
  documento_normalizado: null,
  driver_id: null,
  collector_id: null,
  car_id: null,
  logistics_package_id: null,
  canal_confirmacao: null,
  data_confirmacao: null,
  hora_confirmacao: null,
  motivo_cancelamento: null,
  cliente_id: null,
  calcom_booking_id: null,
  calcom_url: null,
  reagendar_url: null,
  envio: null,
  cadastrado_por: null,
  agendado_por: null,
};

/** An appointment of tomorrow, entered by hand, with nothing pending. */
export function appointment(n: number, given: Partial<Appointment> = {}): Appointment {
  return {
    ...BLANK,
    id: uuid(n),
    nome_marca: "Laboratório Aurora",
    nome_unidade: "Centro",
    nome_paciente: `Paciente ${n}`,
    data_agendamento: daysFromToday(1),
    hora_agendamento: "08:30",
    inicio: `${daysFromToday(1)}T11:30:00Z`,
    fim: `${daysFromToday(1)}T12:00:00Z`,
    fuso: ZONE,
    status: "Agendado",
    origem: "manual",
    telefone: "+5511912345678",
    email: null,
    cpf: "52998224725",
    nome_convenio: "Saúde Boa",
    tags: [],
    conflitos: [],
    paciente_ausente: false,
    pendencias: [],
    versao: 1,
    created_at: "2026-03-01T12:00:00Z",
    updated_at: "2026-03-01T12:00:00Z",
    ...given,
  };
}

export function historyEntry(n: number, given: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    id: `h${n}`,
    at: "2026-03-01T12:00:00Z",
    actor: { kind: "calcom", name: "Cal.com" },
    cause: { kind: "entrega", id: "d1" },
    changes: [{ field: "status", from: "Pendente", to: "Agendado" }],
    ...given,
  };
}

/** A booking of tomorrow at the appointment's hour, accepted and current. */
export function booking(n: number, given: Partial<Booking> = {}): Booking {
  return {
    inicio: `${daysFromToday(1)}T11:30:00Z`,
    fim: `${daysFromToday(1)}T12:00:00Z`,
    situacao: "aceita",
    criada_em: "2026-03-01T12:00:00Z",
    motivo: null,
    atual: true,
    url: `https://cal.example.com/booking/uid${n}`,
    ...given,
  };
}

/** A move on its way to Cal.com. */
export const PUSHED: Push = {
  estado: "pendente",
  acao: "remarcar",
  desde: "2026-03-01T12:00:00Z",
  tentativas: 1,
  motivo: null,
  detalhe: null,
};

/** A move that Cal.com refused because the hour is taken. */
export const REFUSED_MOVE: Push = {
  ...PUSHED,
  estado: "recusado",
  motivo: "horario_ocupado",
  detalhe: "O horário já está ocupado no Cal.com.",
};

export function delivery(n: number, given: Partial<Delivery> = {}): Delivery {
  return {
    id: `entrega-${n}`,
    trigger: "BOOKING_CREATED",
    uid: `uid${n}`,
    state: "done",
    reason: null,
    error: null,
    attempts: 1,
    received_at: "2026-03-01T12:00:00Z",
    next_attempt_at: null,
    processed_at: "2026-03-01T12:00:01Z",
    appointment_id: null,
    ...given,
  };
}
