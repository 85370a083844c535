import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityFaults } from "./support/faults";
import { TEST_MS } from "./support/patience";
import { book, type Patient, reschedule } from "./support/patient";
import type { Addresses } from "./support/stack";
import { fact, openDrawer, rowsOf, signIn } from "./support/staff";
import { test } from "./support/test";
import { daysAhead } from "./support/visits";
import { dropDeliveries } from "./support/widget";

const NORBERTO: Patient = {
  name: "Norberto Sales Pinto",
  email: "norberto@example.com",
  cpf: "714.602.380-01",
  telefone: "(11) 95001-0001",
};
const QUITERIA: Patient = {
  name: "Quitéria Lobo Dias",
  email: "quiteria@example.com",
  cpf: "248.438.034-80",
  telefone: "(11) 95001-0002",
};
const TOMASIA: Patient = {
  name: "Tomásia Rego Faria",
  email: "tomasia@example.com",
  cpf: "963.188.960-23",
  telefone: "(11) 95001-0003",
};
const VALDIR: Patient = {
  name: "Valdir Nunes Prata",
  email: "valdir@example.com",
  cpf: "295.379.955-93",
  telefone: "(11) 95001-0004",
};
/** Pushes, news and their ways take some seconds each, on a loaded machine more. */
const UNHURRIED = { timeout: TEST_MS };

const fieldOf = (form: Locator, label: string) => form.getByLabel(label, { exact: true });

async function openForm(page: Page, drawer: Locator): Promise<Locator> {
  await drawer.getByRole("button", { name: "Editar" }).click();
  return page.getByRole("dialog", { name: "Editar agendamento" });
}

/** Moves the visit, whose details are open, by the clinic's form. */
async function moveVisit(page: Page, drawer: Locator, when: { date?: string; hour: string }) {
  const form = await openForm(page, drawer);
  if (when.date) await fieldOf(form, "Data").fill(when.date);
  await fieldOf(form, "Hora").fill(when.hour);
  await form.getByRole("button", { name: "Salvar" }).click();
}

/** How many of the patient's bookings at Cal.com are open at an instant whose local clock says `hour`. */
async function openAt(at: Addresses, patient: Patient, hour: string): Promise<number> {
  const rows = (await (await fetch(`${at.calcom}/sandbox/bookings`)).json()) as Array<{
    status: string;
    start: string;
    attendees: Array<{ email: string }>;
  }>;
  const zone = { timeZone: "America/Sao_Paulo", hour: "2-digit", minute: "2-digit" } as const;
  return rows.filter(
    ({ status, start, attendees }) =>
      status === "ACCEPTED" &&
      attendees.some(({ email }) => email === patient.email) &&
      new Date(start).toLocaleTimeString("pt-BR", zone) === hour,
  ).length;
}

test("a move that Cal.com refuses says why, and is undone with a click", UNHURRIED, async ({ at, open }) => {
  const [clinic, phone] = [await open(), await open()];
  await signIn(clinic, at, "atendente");
  const taken = await book(phone, at, "coleta-paulista", NORBERTO);
  const own = await book(phone, at, "coleta-paulista", QUITERIA);
  expect(own.date).toBe(taken.date);

  const row = rowsOf(clinic, QUITERIA.name);
  await row.getByText(own.hour).waitFor();
  const drawer = await openDrawer(clinic, QUITERIA.name);
  await moveVisit(clinic, drawer, { hour: taken.hour });
  const card = drawer.getByRole("region", { name: "O Cal.com não aceitou: remarcação" });
  await card.waitFor();
  expect(await card.textContent()).toMatch(/hor[áa]rio/);
  expect(await fact(drawer, "Hora").textContent()).toBe(taken.hour);
  expect(await accessibilityFaults(clinic)).toEqual([]);
  await clinic.keyboard.press("Escape");
  await row.getByText("Envio recusado").waitFor();

  await openDrawer(clinic, QUITERIA.name);
  await card.getByRole("button", { name: "Desfazer" }).click();
  await card.waitFor({ state: "detached" });
  expect(await fact(drawer, "Hora").textContent()).toBe(own.hour);
  expect(await openAt(at, QUITERIA, own.hour)).toBe(1);
});

test("a conflict is settled with a click, and Cal.com is told", UNHURRIED, async ({ at, open }) => {
  const [clinic, phone] = [await open(), await open()];
  await signIn(clinic, at, "atendente");
  const booked = await book(phone, at, "coleta-moema", TOMASIA);
  await rowsOf(clinic, TOMASIA.name).getByText(booked.hour).waitFor();

  // The patient moves it and the clinic hears nothing, until its own move is answered with the patient's.
  await dropDeliveries(at, 1);
  const theirs = await reschedule(phone).finally(() => dropDeliveries(at, 0));
  const drawer = await openDrawer(clinic, TOMASIA.name);
  await moveVisit(clinic, drawer, { date: daysAhead(9), hour: "07:30" });
  const torn = drawer.getByRole("region", { name: "Horário: os dois lados mudaram" });
  await torn.waitFor();
  expect(await fact(drawer, "Hora").textContent()).toBe(theirs.hour);
  await clinic.keyboard.press("Escape");

  const menu = clinic.getByRole("navigation", { name: "Principal" });
  await menu.getByRole("link", { name: /Conflitos.*abertos?/ }).click();
  const mine = clinic
    .getByRole("list", { name: "Conflitos" })
    .getByRole("listitem")
    .filter({ has: clinic.getByRole("button", { name: TOMASIA.name }) });
  await mine.getByText("07:30").waitFor();
  expect(await accessibilityFaults(clinic)).toEqual([]);
  await mine.getByRole("button", { name: "Ficar com o da clínica" }).click();
  await mine.waitFor({ state: "detached" });

  await expect.poll(() => openAt(at, TOMASIA, "07:30")).toBe(1);
  await menu.getByRole("link", { name: "Agendamentos" }).click();
  const row = rowsOf(clinic, TOMASIA.name);
  await row.getByText("Enviado").waitFor();
  expect(await row.count()).toBe(1);
  const chain = (await openDrawer(clinic, TOMASIA.name)).getByRole("list", { name: "Reserva no Cal.com" });
  await chain.getByRole("listitem").nth(2).waitFor();
  expect(await chain.getByRole("listitem").last().textContent()).toContain("07:30");
});

test("an open form says what somebody else changed, before it saves", UNHURRIED, async ({ at, open }) => {
  const [one, other, phone] = [await open(), await open(), await open()];
  await signIn(one, at, "atendente");
  await signIn(other, at, "gestor");
  const booked = await book(phone, at, "coleta-moema", VALDIR);
  await rowsOf(one, VALDIR.name).getByText(booked.hour).waitFor();
  const form = await openForm(one, await openDrawer(one, VALDIR.name));
  await fieldOf(form, "Observações").fill("Portão azul");

  const theirs = await openForm(other, await openDrawer(other, VALDIR.name));
  await fieldOf(theirs, "Tipo de consulta").fill("Domiciliar");
  await theirs.getByRole("button", { name: "Salvar" }).click();

  const notice = form.getByRole("status", { name: "Mudança de outra pessoa" });
  await notice.getByText("Tipo de consulta").waitFor();
  expect(await fieldOf(form, "Tipo de consulta").inputValue()).toBe("Domiciliar");
  expect(await fieldOf(form, "Observações").inputValue()).toBe("Portão azul");
  expect(await accessibilityFaults(one)).toEqual([]);
  await form.getByRole("button", { name: "Salvar" }).click();
  const drawer = one.getByRole("dialog", { name: VALDIR.name });
  await fact(drawer, "Observações").getByText("Portão azul").waitFor();
  expect(await fact(drawer, "Tipo de consulta").textContent()).toBe("Domiciliar");
});
