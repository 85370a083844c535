import type {
  Completeness,
  DeliveryHour,
  Health,
  Mapping,
  MappingPreview,
  OriginWeek,
  Provisioning,
  Run,
  RunDetail,
} from "@/api/models";
import { uuid } from "./builders";

const AT = "2026-03-02T15:00:00Z";

const TALLY: Run["tally"] = {
  pages: 1,
  rows: 40,
  equal: 38,
  created: 1,
  changed: 1,
  ignored: 0,
  superseded: 0,
  missing_there: 0,
  missing_here: 1,
  repaired: 2,
  left_to_person: 0,
  overdue_pushes: 0,
};

export function run(n: number, given: Partial<RunDetail> = {}): RunDetail {
  return {
    id: `conciliacao-${n}`,
    kind: "incremental",
    state: "concluida",
    by: "relogio",
    dry_run: false,
    asked_at: AT,
    due_at: AT,
    started_at: AT,
    ended_at: "2026-03-02T15:00:03Z",
    seconds: 3,
    start: null,
    end: null,
    watermark: AT,
    is_complete: true,
    tally: TALLY,
    error: null,
    drift: [],
    ...given,
  };
}

/** A clinic whose integration is well. */
export function health(given: Partial<Health> = {}): Health {
  return {
    at: AT,
    is_worker_alive: true,
    stalled: [],
    webhook: { state: "ativo", checked_at: "2026-03-02T06:00:00Z", faults: [] },
    inbox: {
      spool: { waiting: 0, oldest_at: null, unreadable: 0, is_writable: true },
      states: { received: 0, processing: 0, failed: 0, dead: 0 },
      waiting_since: null,
      last_received_at: "2026-03-02T14:58:00Z",
      received: 132,
      lag_median: 0.2,
      lag_p95: 1.4,
    },
    api: {
      is_configured: true,
      is_reachable: true,
      seen_at: "2026-03-02T14:59:00Z",
      calls_per_minute: 100,
      calls_left: 96,
      wait_seconds: 0,
      is_resting: false,
    },
    runs: [],
    pushes: { waiting: 0, overdue: 0, refused: 0 },
    mapping_version: 3,
    event_types: 2,
    tasks: [],
    ...given,
  };
}

export function hours(): DeliveryHour[] {
  return Array.from({ length: 24 }, (_, n) => ({
    start: new Date(Date.parse("2026-03-01T16:00:00Z") + n * 3_600_000).toISOString(),
    received: (n * 7) % 13,
    stuck: n === 20 ? 2 : 0,
    lag_median: n % 5 === 0 ? null : 0.2,
    lag_p95: n % 5 === 0 ? null : 1 + (n % 4),
  }));
}

export function weeks(): OriginWeek[] {
  return Array.from({ length: 8 }, (_, n) => ({
    inicio: new Date(Date.parse("2026-01-12T12:00:00Z") + n * 7 * 86_400_000).toISOString().slice(0, 10),
    por_origem: [
      { origem: "manual", total: 30 - 2 * n },
      { origem: "planilha", total: n % 3 },
      { origem: "calcom", total: 5 + 4 * n },
    ],
  }));
}

export function completeness(given: Partial<Completeness> = {}): Completeness {
  return {
    run_id: "conciliacao-1",
    at: AT,
    is_complete: true,
    there: 3,
    here: 2,
    days: [{ day: "2026-03-05", event_type_id: 71, nome_unidade: "Moema", there: 3, here: 2 }],
    others: [
      {
        why: "desconhecida",
        day: "2026-03-05",
        event_type_id: 71,
        appointment_id: null,
        key: "reserva-sem-par",
      },
      { why: "outro_horario", day: "2026-03-06", event_type_id: 71, appointment_id: uuid(2), key: null },
    ],
    ...given,
  };
}

export function mapping(given: Partial<Mapping> = {}): Mapping {
  return {
    version: 3,
    event_types: [
      {
        id: 71,
        slug: "coleta-moema",
        unidade_id: uuid(1000),
        nome_unidade: "Moema",
        nome_marca: "Laboratório Aurora",
        is_active: true,
      },
    ],
    questions: { cpf: ["cpf-titular"] },
    fields: [
      { field: "cpf", usual: ["cpf", "documento"] },
      { field: "nome_convenio", usual: ["convenio", "plano"] },
    ],
    saves: [
      { version: 3, by: "Gil Souza", at: AT, note: "CPF do titular" },
      { version: 2, by: null, at: "2026-02-01T12:00:00Z", note: null },
    ],
    ...given,
  };
}

export function preview(n: number, given: Partial<MappingPreview> = {}): MappingPreview {
  return {
    delivery_id: `entrega-${n}`,
    trigger: "BOOKING_CREATED",
    received_at: AT,
    event_type_id: 71,
    event_type_slug: "coleta-moema",
    unit: { before: "Laboratório Aurora · Moema", after: "Laboratório Aurora · Moema" },
    fields: [],
    ...given,
  };
}

export function provisioning(given: Partial<Provisioning> = {}): Provisioning {
  return { at: AT, changes: [], faults: [], is_done: false, ...given };
}
