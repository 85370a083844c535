import type { Appointment } from "@/api/models";
import { appointment, daysFromToday, delivery, historyEntry, user, uuid } from "./mock/builders";
import { mockApi } from "./mock/mockApi";
import { createState } from "./mock/state";

const UNITS = [
  ["Centro", "Laboratório Aurora"],
  ["Moema", "Laboratório Aurora"],
  ["Ponta Negra", "Clínica Rio Negro"],
] as const;

const NAMES = ["Helena Matos", "Joaquim Barreto", "Beatriz Nogueira", "Otávio Lins", "Célia Amaral"];
const STATUSES = ["Agendado", "Confirmado", "Pendente", "Alterar", "Cancelado", "Autorização"] as const;

function row(n: number): Appointment {
  const [nome_unidade, nome_marca] = UNITS[n % 3] ?? UNITS[0];
  const booked = n % 3 !== 1;
  const date = daysFromToday(Math.floor(n / 6));
  return appointment(n, {
    nome_unidade,
    nome_marca,
    nome_paciente: `${NAMES[n % 5]} ${["da Silva", "Teixeira", "Prado"][n % 3]}`,
    status: STATUSES[n % 6] ?? "Agendado",
    origem: booked ? "calcom" : "manual",
    data_agendamento: date,
    inicio: `${date}T14:00:00Z`,
    fim: `${date}T14:30:00Z`,
    hora_agendamento: `${String(6 + (n % 6)).padStart(2, "0")}:${n % 2 ? "30" : "00"}`,
    pendencias: n % 4 === 2 ? ["cpf_ausente", "convenio_ausente"] : n % 7 === 3 ? ["possivel_duplicado"] : [],
    email: "paciente@example.com",
    endereco_completo: "Rua das Laranjeiras, 120, apto 41, Moema, São Paulo",
    calcom_booking_id: booked ? `uid${n}` : null,
    calcom_url: booked ? `https://cal.example.com/booking/uid${n}` : null,
    observacoes: n % 5 === 0 ? "Jejum de 12 horas. Portão azul, interfone com defeito." : null,
  });
}

const FAILURES = [
  delivery(1, { appointment_id: uuid(1) }),
  delivery(2, { trigger: "BOOKING_RESCHEDULED", state: "processing", processed_at: null }),
  delivery(3, { trigger: "PING", state: "ignored", reason: "ping" }),
  delivery(4, {
    trigger: "BOOKING_CANCELLED",
    state: "dead",
    attempts: 8,
    error: "OperationFailure em appointment_repository.py:88",
  }),
  delivery(5, { trigger: "BOOKING_NO_SHOW_UPDATED", state: "ignored", reason: "reserva_desconhecida" }),
  delivery(6, { trigger: null, uid: null, state: "failed", reason: "corpo_ilegivel" }),
];

function history() {
  return [
    historyEntry(1, {
      changes: [
        { field: "nome_paciente", from: null, to: "Helena Matos da Silva" },
        { field: "status", from: null, to: "Agendado" },
        { field: "pendencias", from: null, to: ["cpf_ausente"] },
      ],
    }),
    historyEntry(2, {
      actor: { kind: "usuario", name: "Ana Prado" },
      cause: { kind: "edicao", id: null },
      at: "2026-03-02T13:20:00Z",
      changes: [
        { field: "cpf", from: null, to: "52998224725" },
        { field: "pendencias", from: ["cpf_ausente"], to: [] },
      ],
    }),
  ];
}

/** A clinic's ordinary day behind the mock API: its state, and the handlers that serve it. */
export function demo() {
  const state = createState();
  state.users = (["atendente", "logistica", "gestor"] as const).map(user);
  state.appointments = Array.from({ length: 40 }, (_, n) => row(n));
  for (const { id } of state.appointments) state.history.set(id, history());
  state.deliveries = FAILURES;
  state.bodies.set("entrega-4", { triggerEvent: "BOOKING_CANCELLED", payload: { uid: "uid4" } });
  return { state, handlers: mockApi(state) };
}
