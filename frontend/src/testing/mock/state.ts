import type { Appointment, Client, Delivery, HistoryEntry, Import, StaffUser, User } from "@/api/models";
import type { Registers } from "@/api/registers";
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
    clients: [] as Client[],
    staff: [] as StaffUser[],
    imports: [] as Import[],
    /** What the next upload turns out to be. */
    nextImport: {} as Partial<Import>,
    registers: emptyRegisters(),
    deliveries: [] as Delivery[],
    bodies: new Map<string, unknown>(),
    stream: createStream(),
  };
}

export type MockState = ReturnType<typeof createState>;
export const PASSWORD = "clinica-demo";
