import type { Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityFaults } from "./support/faults";
import { cancel, chooseSlot, type Patient, reschedule } from "./support/patient";
import type { Addresses } from "./support/stack";
import { fact, signIn } from "./support/staff";
import { test } from "./support/test";
import {
  bookingOf,
  chooseOffer,
  createByApi,
  dropDeliveries,
  fillIn,
  frameOf,
  openSelfBooking,
} from "./support/widget";

const NOEMI = {
  name: "Noemi Falcão",
  email: "noemi@example.com",
  cpf: "146.823.590-70",
  telefone: "(11) 98222-3344",
};
const RUTE: Patient = {
  name: "Rute Sabino",
  email: "rute@example.com",
  cpf: "283.917.465-00",
  telefone: "(11) 98222-4455",
};
const ISMAEL: Patient = {
  ...RUTE,
  name: "Ismael Pontes",
  email: "ismael@example.com",
  cpf: "390.128.746-96",
};
const DALILA: Patient = {
  ...RUTE,
  name: "Dalila Moreno",
  email: "dalila@example.com",
  cpf: "501.239.874-23",
};

/** Books at Moema inside the widget; the details of the appointment that came of it, which the page leads to. */
async function bookInside(page: Page, patient: Patient) {
  const frame = await chooseOffer(page, "Moema", "Coleta domiciliar Moema");
  const slot = await chooseSlot(frame, 2);
  await fillIn(frame, patient);
  await page.getByText("Reserva feita").waitFor();
  return slot;
}

async function follow(page: Page, name: string) {
  await page.getByRole("link", { name: "Ver o agendamento" }).click();
  const drawer = page.getByRole("dialog", { name });
  await drawer.getByRole("list", { name: "Mudanças" }).waitFor();
  return drawer;
}

test("a client is booked in the agenda's own panel, with everything filled in already", async ({
  at,
  open,
}) => {
  const page = await open();
  const { name: nome_paciente, ...known } = NOEMI;
  await createByApi(at, { nome_paciente, nome_unidade: "Moema", ...known });
  await signIn(page, at, "atendente");
  await page.getByRole("button", { name: "Autoagendar" }).click();
  const panel = page.getByRole("dialog", { name: "Autoagendar" });
  await panel.getByLabel("Paciente (opcional)").pressSequentially("noemi fal");
  await panel.getByRole("option", { name: NOEMI.name }).click();
  const frame = await chooseOffer(panel, "Paulista", "Coleta domiciliar Paulista");
  const slot = await chooseSlot(frame, 2);
  expect(await frame.getByTestId("field-name").inputValue()).toBe(NOEMI.name);
  expect(await frame.getByTestId("field-email").inputValue()).toBe(NOEMI.email);
  expect(await frame.getByTestId("field-cpf").inputValue()).toBe(NOEMI.cpf);
  expect(await frame.getByTestId("field-telefone").inputValue()).toBe("+5511982223344");
  await frame.getByTestId("confirm-booking").click();

  await panel.getByText("Reserva feita").waitFor();
  const drawer = await follow(page, NOEMI.name);
  await panel.waitFor({ state: "detached" });
  await fact(drawer, "Data").filter({ hasText: slot.date }).waitFor();
  await fact(drawer, "Hora").filter({ hasText: slot.hour }).waitFor();
  expect(await fact(drawer, "Unidade").textContent()).toBe("Paulista");
});

test("with every delivery lost, what the widget books, moves and cancels still comes", async ({
  at,
  open,
}) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await openSelfBooking(page);
  await dropDeliveries(at, 1);
  try {
    await bookInside(page, RUTE);
    const moved = await reschedule(frameOf(page));
    await page.getByText("Reserva remarcada").waitFor();
    await cancel(frameOf(page), "Vou viajar");
    await page.getByText("Reserva cancelada").waitFor();
    const drawer = await follow(page, RUTE.name);
    await fact(drawer, "Data").filter({ hasText: moved.date }).waitFor();
    await fact(drawer, "Status").getByText("Cancelado").waitFor();
  } finally {
    await dropDeliveries(at, 0);
  }
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox").fill(RUTE.name);
  await page.getByText("1–1 de 1", { exact: true }).waitFor();
});

test("an appointment entered by hand gets its hour from the widget, and is moved there later", async ({
  at,
  open,
}) => {
  const page = await open();
  const id = await createByApi(at, {
    nome_paciente: ISMAEL.name,
    nome_unidade: "Moema",
    telefone: ISMAEL.telefone,
  });
  await signIn(page, at, "atendente");
  await page.goto(`${at.app}/agendamentos?scope=all&agendamento=${id}`);
  await page.getByRole("link", { name: "Reservar no Cal.com" }).click();
  const slot = await bookInside(page, ISMAEL);
  const drawer = await follow(page, ISMAEL.name);
  expect(page.url()).toContain(id);
  await fact(drawer, "Data").filter({ hasText: slot.date }).waitFor();

  await drawer.getByRole("link", { name: "Reagendar no Cal.com" }).click();
  const visit = page.getByRole("region", { name: "Agendamento" });
  await visit.getByText(ISMAEL.name).waitFor();
  const frame = frameOf(page);
  await frame.getByText("Escolha o novo dia e horário.").waitFor();
  const moved = await chooseSlot(frame, 4);
  await frame.getByTestId("confirm-booking").click();
  await page.getByText("Reserva remarcada").waitFor();
  const after = await follow(page, ISMAEL.name);
  expect(page.url()).toContain(id);
  await after.getByText(`${slot.date} → ${moved.date}`).waitFor();
});

test("another unit is another widget, and coming back works", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await openSelfBooking(page);
  const places = ["Paulista", "Noronha", "Paulista", "Manaus Centro"];
  const headings = [
    "Coleta domiciliar Paulista",
    "Coleta em Fernando de Noronha",
    "Coleta domiciliar Paulista",
    "Coleta domiciliar Manaus",
  ];
  for (const [index, unit] of places.entries()) {
    const frame = await chooseOffer(page, unit);
    await frame.getByRole("heading", { name: headings[index] ?? "" }).waitFor();
    expect(await page.locator("iframe").count()).toBe(1);
  }
  await page.getByText(/^Horário .*Amazonas$/).waitFor();
});

const fallback = (page: Page) => page.getByRole("alert").filter({ hasText: "O agendamento não abriu aqui" });

/** The way around the widget leads to the same page by itself. */
async function expectWayOut(page: Page, at: Addresses, slug: string) {
  const link = fallback(page).getByRole("link", { name: "Abrir a página do Cal.com" });
  const url = new URL((await link.getAttribute("href")) ?? "");
  expect(url.origin + url.pathname).toBe(`${at.calcom}/clinica-demo/${slug}`);
  expect([...url.searchParams.keys()]).toEqual(["cal.tz"]);
}

test("a script that does not come is said at once, and asked for again on request", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await page.route("**/embed/embed.js", (route) => route.fulfill({ status: 503, body: "" }));
  await openSelfBooking(page);
  await chooseOffer(page, "Noronha");
  await fallback(page).getByText("O Cal.com não respondeu").waitFor();
  await expectWayOut(page, at, "coleta-noronha");
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.unroute("**/embed/embed.js");
  await fallback(page).getByRole("button", { name: "Tentar de novo" }).click();
  await frameOf(page).getByTestId("slots").waitFor();
  expect(await fallback(page).count()).toBe(0);
});

test("a page that never speaks is given up on, and taken back when it does", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/coleta-noronha/embed?**", async (route) => {
    await held;
    await route.continue();
  });
  await openSelfBooking(page);
  await chooseOffer(page, "Noronha");
  await fallback(page).getByText("está demorando").waitFor();
  await expectWayOut(page, at, "coleta-noronha");
  answer();
  await frameOf(page).getByTestId("slots").waitFor();
  await fallback(page).waitFor({ state: "detached" });
});

test("a page that does not exist is told from one that books", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await page.route("**/coleta-noronha/embed?**", (route) =>
    route.continue({ url: route.request().url().replace("coleta-noronha", "nada") }),
  );
  await openSelfBooking(page);
  await chooseOffer(page, "Noronha");
  await fallback(page).getByText("talvez ela não exista mais").waitFor();
  await expectWayOut(page, at, "coleta-noronha");
});

test("a move that Cal.com refuses is said in words", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await openSelfBooking(page);
  await bookInside(page, DALILA);
  const drawer = await follow(page, DALILA.name);
  await drawer.getByRole("link", { name: "Reagendar no Cal.com" }).click();
  const frame = frameOf(page);
  await frame.getByTestId("slots").waitFor();
  const uid = await bookingOf(at, DALILA.email);
  await fetch(`${at.calcom}/sandbox/bookings/${uid}/cancel`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ reason: "Mudou de ideia" }),
  });
  await frame.getByTestId("slot").last().click();
  await fallback(page).getByText("O Cal.com recusou abrir esta página").waitFor();
});
