import type { Appointment } from "@/api/models";
import { appointment, daysFromToday, delivery, historyEntry, user, uuid } from "./mock/builders";
import { mockApi } from "./mock/mockApi";
import { car, client, collector, driver, logisticsPackage, staffUser, tag, unit } from "./mock/registers";
import { createState, type MockState } from "./mock/state";

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

function fillRegisters({ registers }: MockState) {
  registers.units = UNITS.map(([nome_unidade, nome_marca], n) =>
    unit(n, {
      nome_unidade,
      nome_marca,
      fuso: n === 2 ? "America/Manaus" : "America/Sao_Paulo",
      endereco: n === 0 ? "Rua Direita, 10, Centro, São Paulo" : null,
    }),
  );
  registers.tags = [
    tag(0, "Jejum", "#744a05"),
    tag(1, "Pediátrico", "#553591"),
    tag(2, "Acamado", "#93281d"),
    tag(3, "Primeira vez", "#1d4f80"),
  ];
  registers.drivers = ["Davi Lopes", "Elias Moura", "Fábio Nunes"].map((name, n) => driver(n, name));
  registers.collectors = ["Rosa Campos", "Sílvia Reis", "Tânia Melo"].map((name, n) => collector(n, name));
  registers.cars = [
    car(0, "ABC1D23", "Fiat Mobi"),
    car(1, "DEF2G34", "Renault Kwid"),
    car(2, "GHI3J45", "VW Up"),
  ];
  registers["logistics-packages"] = [
    logisticsPackage(0, "Equipe manhã"),
    logisticsPackage(1, "Equipe tarde"),
  ];
  Object.assign(registers.cars[2] ?? {}, { active: false });
}

function fillPeople(state: MockState) {
  state.staff = state.users.map((one, n) => staffUser(n, one));
  state.clients = NAMES.map((name, n) =>
    client(n, {
      nome: `${name} da Silva`,
      email: n % 2 ? "paciente@example.com" : null,
      cpf: n === 3 ? null : "52998224725",
      total_agendamentos: 1 + n * 3,
      ultima_visita: daysFromToday(-n * 9),
    }),
  );
  for (const [n, item] of state.appointments.entries()) item.cliente_id = uuid(8000 + (n % 5));
}

/** Two visits of the same collector overlap, and some have nobody yet. */
function assign(state: MockState) {
  for (const [n, item] of state.appointments.entries()) {
    if (n % 4 === 3) continue;
    const crew = n < 2 ? 0 : n % 3;
    Object.assign(item, {
      collector_id: uuid(4000 + crew),
      driver_id: uuid(3000 + crew),
      car_id: uuid(5000 + crew),
    });
  }
}

const BAD_IMPORT = {
  state: "recusado",
  linhas: 42,
  validas: 38,
  duplicadas: 1,
  erros_total: 3,
  erros: [
    { linha: 7, coluna: "Data", mensagem: "A data 02/03/2020 já passou." },
    { linha: 19, coluna: "CPF", mensagem: "Os dígitos verificadores não conferem." },
    { linha: 30, coluna: "Unidade", mensagem: "A unidade “Cetro” não está nos cadastros." },
  ],
} as const;

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
  fillRegisters(state);
  fillPeople(state);
  assign(state);
  state.nextImport = { ...BAD_IMPORT, erros: [...BAD_IMPORT.erros] };
  for (const { id } of state.appointments) state.history.set(id, history());
  state.deliveries = FAILURES;
  state.bodies.set("entrega-4", { triggerEvent: "BOOKING_CANCELLED", payload: { uid: "uid4" } });
  return { state, handlers: mockApi(state) };
}
