import { afterAll, beforeAll, expect, inject } from "vitest";
import { deliver, sentOf } from "./support/deliveries";
import { TEST_MS } from "./support/patience";
import { chooseSlot } from "./support/patient";
import { type RunningStack, startStack } from "./support/stack";
import { fact, signIn } from "./support/staff";
import { test } from "./support/test";
import { bookingOf, chooseOffer, fillIn, openSelfBooking } from "./support/widget";

const ZULMIRA = {
  name: "Zulmira Castanho",
  email: "zulmira@example.com",
  cpf: "628.391.450-06",
  telefone: "(11) 98222-7788",
};

/** A clinic that books at the same Cal.com without access to its API; nothing is delivered to it by itself. */
let keyless: RunningStack | undefined;

beforeAll(async () => {
  const running = inject("running");
  if (!running) return;
  keyless = await startStack({
    CALCOM_BASE_URL: running.calcom,
    CALCOM_USERNAME: "clinica-demo",
    CALCOM_WEBHOOK_SECRET: running.webhookSecret,
  });
}, TEST_MS);
afterAll(() => keyless?.stop(), TEST_MS);

test("without access to the API a booking is awaited, until its webhook comes", async ({ at, open }) => {
  const clinic = keyless?.addresses ?? at;
  expect(clinic.app).not.toBe(at.app);
  const page = await open();
  await signIn(page, clinic, "atendente");
  await openSelfBooking(page);
  const frame = await chooseOffer(page, "Moema");
  const slot = await chooseSlot(frame, 5);
  await fillIn(frame, ZULMIRA);
  await page.getByText("Aguardando confirmação do Cal.com").waitFor();
  expect(await page.getByRole("link", { name: "Ver o agendamento" }).count()).toBe(0);

  await deliver(clinic, await sentOf(at, await bookingOf(at, ZULMIRA.email)));
  await page.getByText("Reserva feita").waitFor();
  await page.getByRole("link", { name: "Ver o agendamento" }).click();
  const drawer = page.getByRole("dialog", { name: ZULMIRA.name });
  await fact(drawer, "Data").filter({ hasText: slot.date }).waitFor();
  await fact(drawer, "Hora").filter({ hasText: slot.hour }).waitFor();
});
