import type { Locator, Page } from "playwright-core";
import { openDrawer } from "./staff";

export type Visit = {
  name: string;
  cpf: string;
  unit: string;
  /** From `daysAhead`. */
  date: string;
  hour: string;
};

/** The local day (`YYYY-MM-DD`) so many days from today in São Paulo. */
export function daysAhead(days: number): string {
  const at = new Date(Date.now() + days * 86_400_000);
  return at.toLocaleDateString("en-CA", { timeZone: "America/Sao_Paulo" });
}

/** A local day as the clinic writes it. */
export function written(date: string): string {
  return date.split("-").toReversed().join("/");
}

/** Fills the form for a new appointment in and sends it off; the form. */
export async function sendVisit(page: Page, { name, cpf, unit, date, hour }: Visit) {
  await page.getByRole("button", { name: "Novo agendamento" }).click();
  const form = page.getByRole("dialog", { name: "Novo agendamento" });
  await form.getByLabel("Nome do paciente").fill(name);
  await form.getByLabel("CPF", { exact: true }).fill(cpf);
  await form.getByLabel("Unidade", { exact: true }).selectOption({ label: unit });
  await form.getByLabel("Status", { exact: true }).selectOption("Agendado");
  await form.getByLabel("Data", { exact: true }).fill(date);
  await form.getByLabel("Hora", { exact: true }).fill(hour);
  await form.getByRole("button", { name: "Criar agendamento" }).click();
  return form;
}

/** Creates an appointment by the form; its details come up by themselves and are closed again. */
export async function createVisit(page: Page, visit: Visit) {
  await sendVisit(page, visit);
  const drawer = page.getByRole("dialog", { name: visit.name });
  await drawer.getByRole("list", { name: "Mudanças" }).waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
}

/** Searches the agenda and opens the details of the one that is found. */
export async function findVisit(page: Page, name: string) {
  await page.getByRole("searchbox").fill(name);
  return openDrawer(page, name);
}

/** Gives the import dialog a spreadsheet of these rows: patient, unit, date, hour and phone, parted by `;`. */
export async function uploadRows(dialog: Locator, rows: readonly string[]) {
  const text = ["Paciente;Unidade;Data;Hora;Telefone", ...rows].join("\n");
  const file = { name: "agenda.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await dialog.getByLabel("Escolha a planilha").setInputFiles(file);
}
