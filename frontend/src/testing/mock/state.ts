import type {
  Appointment,
  BookingOffer,
  Bookings,
  Claims,
  Client,
  ClientUnion,
  Completeness,
  DataAccess,
  Delivery,
  EmbedSettings,
  Erasure,
  HistoryEntry,
  Import,
  MappingPreview,
  Provisioning,
  RunDetail,
  StaffUser,
  User,
} from "@/api/models";
import type { Registers } from "@/api/registers";
import { health, hours, mapping, provisioning, weeks } from "./integration";
import { createStream } from "./stream";

function emptyRegisters(): { [K in keyof Registers]: Registers[K][] } {
  return { units: [], tags: [], drivers: [], collectors: [], cars: [], "logistics-packages": [] };
}

/** What the mock API holds. `cookieUser` is whoever the refresh cookie stands for; clear `tokens` to expire them. */
export function createState() {
  return {
    users: [] as User[],
    cookieUser: null as User | null,
    tokens: new Map<string, User>(),
    appointments: [] as Appointment[],
    history: new Map<string, HistoryEntry[]>(),
    /** By appointment. */
    bookings: new Map<string, Bookings>(),
    offers: [] as BookingOffer[],
    /** By the booking's uid, its appointment; null: Cal.com's notice is awaited. */
    booked: new Map<string, string | null>(),
    embedSettings: { nome: true, email: true, cpf: true, telefone: true } as EmbedSettings,
    clients: [] as Client[],
    /** By the client that stays. */
    unions: new Map<string, ClientUnion[]>(),
    /** By appointment. */
    claims: new Map<string, Claims>(),
    /** Pairs of clients that somebody said are two people. */
    apart: [] as [string, string][],
    erasures: [] as Erasure[],
    accesses: [] as DataAccess[],
    staff: [] as StaffUser[],
    imports: [] as Import[],
    /** What the next upload turns out to be. */
    nextImport: {} as Partial<Import>,
    registers: emptyRegisters(),
    deliveries: [] as Delivery[],
    /** Whole and, beside it, as it is shown to whoever did not ask for more. */
    bodies: new Map<string, { whole: unknown; masked: unknown }>(),
    /** Ids of the deliveries whose whole body somebody asked for. */
    revealed: [] as string[],
    health: health(),
    hours: hours(),
    weeks: weeks(),
    runs: [] as RunDetail[],
    completeness: {
      run_id: null,
      at: null,
      is_complete: false,
      there: 0,
      here: 0,
      days: [],
      others: [],
    } as Completeness,
    mapping: mapping(),
    previews: [] as MappingPreview[],
    /** What a look at Cal.com finds; null where no API is configured. */
    provisioning: provisioning() as Provisioning | null,
    stream: createStream(),
  };
}

export type MockState = ReturnType<typeof createState>;
export const PASSWORD = "clinica-demo";
