import type { Patient } from "./patient";
import type { Addresses } from "./stack";
import { dropDeliveries } from "./widget";

/** A visit on Cal.com: event type, days from today, local hour and offset there; then the patient's answers. */
type Visit = readonly [type: number, day: number, hour: string, name: string, cpf: string, rest?: object];
type Booking = { uid: string };

const OFFSETS: Record<number, string> = { 4: "-04:00", 8: "-02:00" };

const VISITS: readonly Visit[] = [
  [1, 1, "08:00", "Helena Matos Teixeira", "353.454.709-87", { convenio: "Unimed" }],
  [
    1,
    1,
    "08:30",
    "Joaquim Barreto",
    "425.664.383-40",
    { notes: "Interfone 42. Usa andador, tocar e esperar." },
  ],
  [2, 1, "08:30", "Beatriz Nogueira da Silva", "210.773.681-27", { convenio: "Amil" }],
  [4, 1, "09:00", "Raimundo Tavares", "874.400.755-87", { convenio: "Bradesco Saúde" }],
  [3, 1, "10:00", "Célia Amaral", "525.264.298-20", { convenio: "SulAmérica" }],
  [3, 2, "08:00", "Otávio Lins Prado", "614.191.760-72", { convenio: "Particular" }],
  [3, 2, "09:30", "Rosa Maria de Albuquerque Cavalcanti", "266.400.214-71", { convenio: "Unimed" }],
  [8, 2, "08:00", "Iara Menezes", "196.744.404-88", { convenio: "Particular" }],
  [7, 2, "11:00", "Bruno Kowalski", "171.420.044-28"],
  [6, 3, "14:00", "Dalva Pires", "121.278.532-02", { convenio: "Unimed" }],
  [6, 3, "14:00", "Anselmo Duarte", "531.205.069-58"],
  [2, 4, "07:00", "Lúcia Fontes", "123.456.789-00", { convenio: "Amil" }],
  [5, 4, "08:00", "Teresa Vilela", "689.915.737-38", { convenio: "Unimed" }],
  [1, 6, "08:00", "Evaristo Lemos", "358.120.946-50", { convenio: "Amil" }],
  [1, 6, "09:00", "Leopoldina Rangel", "946.503.812-62", { convenio: "Unimed" }],
  [2, 6, "08:00", "Tomás Vilhena", "702.615.934-73", { convenio: "Unimed" }],
];

/** The deeds after the bookings: whose, what, and with which words. */
const DEEDS: ReadonlyArray<readonly [name: string, deed: string, body: object]> = [
  ["Beatriz Nogueira da Silva", "cancel", { reason: "Vou viajar nesta semana" }],
  ["Otávio Lins Prado", "confirm", {}],
  ["Rosa Maria de Albuquerque Cavalcanti", "reject", { reason: "Sem equipe neste horário" }],
  ["Iara Menezes", "request-reschedule", { reason: "O barco atrasou: pode ser à tarde?" }],
  ["Helena Matos Teixeira", "reschedule", { start: startOf(1, 2, "09:00") }],
];

function startOf(type: number, day: number, hour: string): string {
  const local = new Date(Date.now() + day * 86_400_000).toLocaleDateString("en-CA", {
    timeZone: "America/Sao_Paulo",
  });
  return `${local}T${hour}:00${OFFSETS[type] ?? "-03:00"}`;
}

function orderOf([type, day, hour, name, cpf, rest]: Visit, index: number) {
  const email = `paciente${index + 1}@example.com`;
  const telefone = `+55119${String(70_000_000 + index * 1_357_911)}`;
  const answers = { name, email, cpf, telefone, ...rest };
  return { event_type_id: type, start: startOf(type, day, hour), answers };
}

async function ask<T>(at: Addresses, path: string, body: object): Promise<T> {
  const answer = await fetch(`${at.calcom}/sandbox/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Books the first hour of a week's time at Paulista while Cal.com's deliveries are lost; the booking's uid. */
export async function bookLost(at: Addresses, patient: Patient): Promise<string> {
  await dropDeliveries(at, 1);
  try {
    const order = {
      event_type_id: 1,
      start: startOf(1, 8, "07:00"),
      answers: { ...patient, convenio: "Amil" },
    };
    const [booking] = await ask<Booking[]>(at, "bookings", order);
    return booking?.uid ?? "";
  } finally {
    await dropDeliveries(at, 0);
  }
}

/** Fills the agenda with some days of a clinic's life, through Cal.com; each patient's booking uid. */
export async function fillAgenda(at: Addresses): Promise<Map<string, string>> {
  const uids = new Map<string, string>();
  for (const [index, visit] of VISITS.entries()) {
    const [booking] = await ask<Booking[]>(at, "bookings", orderOf(visit, index));
    uids.set(visit[3], booking?.uid ?? "");
  }
  for (const [name, deed, body] of DEEDS) {
    const { uid } = await ask<Booking>(at, `bookings/${uids.get(name)}/${deed}`, body);
    if (uid) uids.set(name, uid);
  }
  return uids;
}
