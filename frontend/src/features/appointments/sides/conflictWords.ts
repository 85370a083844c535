import type { Appointment, Conflict } from "@/api/models";
import { formatInstant, localDay, weekdayOf } from "@/lib/dates";
import { fieldLabel } from "../fields";
import { valueText } from "../timeline";

export type Side = NonNullable<Conflict["vale"]>;
/** One value that both sides changed: what each says, and whose stands until a person decides. */
export type Disagreement = Pick<
  Conflict,
  "id" | "campo" | "da_clinica" | "do_calcom" | "vale" | "desde" | "entre_cadastros" | "outros_da_clinica"
>;

type SideWords = Record<Side, { title: string; choose: string }>;
const SIDES: SideWords = {
  clinica: { title: "Na clínica", choose: "Ficar com o da clínica" },
  calcom: { title: "No Cal.com", choose: "Ficar com o do Cal.com" },
};
/** Two appointments turned out to be one visit, and staff had given each another value. */
const RECORDS: SideWords = {
  clinica: { title: "Neste cadastro", choose: "Ficar com este" },
  calcom: { title: "No cadastro unido a este", choose: "Ficar com o do unido" },
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

export function sideWords({ entre_cadastros }: Disagreement, side: Side) {
  return (entre_cadastros ? RECORDS : SIDES)[side];
}

export function conflictTitle({ campo, entre_cadastros }: Disagreement): string {
  const why = entre_cadastros ? "dois cadastros da mesma visita" : "os dois lados mudaram";
  return `${conflictLabel(campo)}: ${why}`;
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

/** What staff gave besides the two values to choose from: for whoever wants that one to enter it. */
export function besidesText({ campo, outros_da_clinica }: Disagreement, zone: string): string | null {
  if (!outros_da_clinica?.length) return null;
  const values = outros_da_clinica.map((value) => sideText(campo, value, zone));
  return `A equipe também tinha escolhido: ${values.join("; ")}.`;
}

/** What choosing the clinic's value does at Cal.com; null where Cal.com is not told. */
export function consequence({ campo, do_calcom, entre_cadastros }: Disagreement): string | null {
  if (entre_cadastros) return campo === "slot" ? "O horário escolhido é levado ao Cal.com." : null;
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
