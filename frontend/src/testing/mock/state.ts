import type { Appointment, Delivery, HistoryEntry, User } from "@/api/models";
import { createStream } from "./stream";

/** What the mock API holds. `cookieUser` is whoever the refresh cookie stands for; clear `tokens` to expire them. */
export function createState() {
  return {
    users: [] as User[],
    cookieUser: null as User | null,
    tokens: new Map<string, User>(),
    appointments: [] as Appointment[],
    history: new Map<string, HistoryEntry[]>(),
    deliveries: [] as Delivery[],
    bodies: new Map<string, unknown>(),
    stream: createStream(),
  };
}

export type MockState = ReturnType<typeof createState>;
export const PASSWORD = "clinica-demo";
