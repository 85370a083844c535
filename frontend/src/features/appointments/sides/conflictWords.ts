import type { Appointment, Conflict } from "@/api/models";
import { formatInstant, localDay, weekdayOf } from "@/lib/dates";
import { fieldLabel } from "../fields";
import { valueText } from "../timeline";

export type Side = NonNullable<Conflict["vale"]>;
/** One value that both sides changed: what each says, and whose stands until a person decides. */
export type Disagreement = Pick<Conflict, "id" | "campo" | "da_clinica" | "do_calcom" | "vale" | "desde">;

export const SIDES: Record<Side, { title: string; choose: string }> = {
  clinica: { title: "Na clínica", choose: "Ficar com o da clínica" },
  calcom: { title: "No Cal.com", choose: "Ficar com o do Cal.com" },
};

const LABELS: Record<string, string> = { slot: "Horário", unidade: "Unidade e marca" };
/** A booking's state where Cal.com's side speaks of the status. */
const STATES: Record<string, string> = {
  pendente: "Aguardando aceite",
  aceita: "Reserva aceita",
  encerrada: "Reserva cancelada",
  remarcar: "Pediu outro horário",
};
const COLLECTED = ["Coletado", "Recoleta"];

export function conflictLabel(field: string): string {
  return LABELS[field] ?? fieldLabel(field);
}

function slotText(value: unknown, zone: string): string {
  const { inicio } = value as { inicio: string };
  return `${weekdayOf(localDay(new Date(inicio), zone))} ${formatInstant(inicio, zone)}`;
}

function unitText(value: unknown): string {
  const { nome_unidade, nome_marca } = value as { nome_unidade: string; nome_marca: string };
  return `${nome_unidade} · ${nome_marca}`;
}

/** One side's value as the staff would say it; hours in the unit's zone. */
export function sideText(field: string, value: unknown, zone: string): string {
  if (value !== null && field === "slot") return slotText(value, zone);
  if (value !== null && field === "unidade") return unitText(value);
  if (field === "status") return STATES[String(value)] ?? String(value);
  return valueText(field, value, zone) || "vazio";
}

/** Whether a side's value may be chosen: what was collected cannot be cancelled any more. */
export function canChoose({ campo, da_clinica, do_calcom }: Disagreement, side: Side): boolean {
  const isDone = campo === "status" && COLLECTED.includes(String(da_clinica));
  return side === "clinica" || !isDone || do_calcom !== "encerrada";
}

/** What choosing the clinic's value does at Cal.com; null where Cal.com is not told. */
export function consequence({ campo, do_calcom }: Disagreement): string | null {
  if (campo === "slot") return "Com o da clínica, a reserva é remarcada no Cal.com.";
  if (campo !== "status") return null;
  return do_calcom === "encerrada" || do_calcom === "remarcar"
    ? "Com o da clínica, o agendamento segue sem aquela reserva do Cal.com."
    : "Com o da clínica, o Cal.com é avisado.";
}

/** An appointment's open conflicts, as the list of all conflicts names them. */
export function conflictsOf({ id, conflitos }: Appointment): Disagreement[] {
  return conflitos.map(({ da_reserva, vale, ...rest }) => ({
    ...rest,
    id: `${id}:${rest.campo}`,
    do_calcom: da_reserva,
    vale: vale === "reserva" ? "calcom" : "clinica",
  }));
}
