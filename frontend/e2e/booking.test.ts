import { expect } from "vitest";
import { book, cancel, confirm, reschedule } from "./support/patient";
import { fact, openDrawer, rowsOf, signIn } from "./support/staff";
import { test } from "./support/test";

const HELENA = {
  name: "Helena Sampaio Reis",
  email: "helena@example.com",
  cpf: "529.982.247-25",
  telefone: "(11) 98765-4321",
};
const OTAVIO = {
  name: "Otávio Brandão Leal",
  email: "otavio@example.com",
  cpf: "111.444.777-35",
  telefone: "(11) 97654-3210",
};
const CELIA = {
  name: "Célia Amaral Nogueira",
  email: "celia@example.com",
  cpf: "123.456.789-09",
  telefone: "(11) 96543-2109",
};

test("a booking comes to the agenda by itself, and so does its cancellation", async ({ at, open }) => {
  const [clinic, phone] = [await open(), await open()];
  await signIn(clinic, at, "atendente");
  const slot = await book(phone, at, "coleta-paulista", HELENA);

  const row = rowsOf(clinic, HELENA.name);
  await row.getByText("Agendado").waitFor();
  await row.getByText("Cal.com").waitFor();
  expect(await row.textContent()).toContain(slot.hour);

  const drawer = await openDrawer(clinic, HELENA.name);
  expect(await fact(drawer, "Data").textContent()).toContain(slot.date);
  expect(await fact(drawer, "Hora").textContent()).toBe(slot.hour);
  expect(await fact(drawer, "CPF").textContent()).toBe(HELENA.cpf);
  expect(await fact(drawer, "Telefone").textContent()).toBe(HELENA.telefone);
  expect(await fact(drawer, "E-mail").textContent()).toBe(HELENA.email);
  expect(await fact(drawer, "Convênio").textContent()).toBe("Unimed");
  expect(await fact(drawer, "Unidade").textContent()).toBe("Paulista");
  expect(await drawer.getByRole("list", { name: "Mudanças" }).textContent()).toContain("Cal.com");
  const link = drawer.getByRole("link", { name: "Abrir no Cal.com" });
  expect(await link.getAttribute("href")).toMatch(new RegExp(`^${at.calcom}/`));
  await clinic.keyboard.press("Escape");

  await cancel(phone, "Vou viajar");
  await row.getByText("Cancelado").waitFor();
  expect(await row.count()).toBe(1);
});

test("a booking that moves stays one row, and the timeline tells it", async ({ at, open }) => {
  const [clinic, phone] = [await open(), await open()];
  await signIn(clinic, at, "atendente");
  const before = await book(phone, at, "coleta-moema", OTAVIO);
  const row = rowsOf(clinic, OTAVIO.name);
  await row.getByText(before.date).waitFor();

  const after = await reschedule(phone);
  await row.getByText(after.date).waitFor();
  expect(after.date).not.toBe(before.date);
  expect(await row.count()).toBe(1);
  const drawer = await openDrawer(clinic, OTAVIO.name);
  await drawer.getByText(`${before.date} → ${after.date}`).waitFor();
  expect(await fact(drawer, "Status").textContent()).toBe("Agendado");
});

test("a request waits as Pendente until the clinic confirms it in Cal.com", async ({ at, open }) => {
  const [clinic, phone, host] = [await open(), await open(), await open()];
  await signIn(clinic, at, "atendente");
  await book(phone, at, "coleta-confirmacao", CELIA);
  const row = rowsOf(clinic, CELIA.name);
  await row.getByText("Pendente").waitFor();

  await confirm(host, at, CELIA);
  await row.getByText("Agendado").waitFor();
  expect(await row.count()).toBe(1);
});
