import { expect } from "vitest";
import { TEST_MS } from "./support/patience";
import { book, type Patient } from "./support/patient";
import { fact, openDrawer, rowsOf, signIn } from "./support/staff";
import { test } from "./support/test";

const FILOMENA: Patient = {
  name: "Filomena Arruda Paz",
  email: "filomena@example.com",
  cpf: "187.225.460-59",
  telefone: "(11) 95001-0006",
};
const REASON = "A coletora adoeceu: ligue para remarcar";
/** A push takes some seconds, on a loaded machine more. */
const UNHURRIED = { timeout: TEST_MS };

test(
  "staff cancels with a reason, and the patient reads it on Cal.com's page",
  UNHURRIED,
  async ({ at, open }) => {
    const [clinic, phone] = [await open(), await open()];
    await signIn(clinic, at, "atendente");
    const booked = await book(phone, at, "coleta-moema", FILOMENA);
    const row = rowsOf(clinic, FILOMENA.name);
    await row.getByText(booked.hour).waitFor();

    const drawer = await openDrawer(clinic, FILOMENA.name);
    await drawer.getByRole("button", { name: "Mais ações" }).click();
    await clinic.getByRole("menuitem", { name: "Cancelar agendamento" }).click();
    const asked = clinic.getByRole("dialog", { name: "Cancelar o agendamento" });
    await asked.getByRole("button", { name: "Cancelar agendamento" }).click();
    await asked.getByText("Informe o motivo: há uma reserva no Cal.com.").waitFor();
    await asked.getByLabel("Motivo").fill(REASON);
    await asked.getByRole("button", { name: "Cancelar agendamento" }).click();
    await drawer.getByText("Enviado", { exact: true }).waitFor();
    expect(await fact(drawer, "Motivo do cancelamento").textContent()).toBe(REASON);

    await phone.reload();
    await phone.locator("[data-testid=booking][data-status=CANCELLED]").waitFor();
    expect(await phone.getByTestId("booking-heading").textContent()).toContain("Agendamento cancelado");
    expect(await phone.getByTestId("booking").textContent()).toContain(REASON);

    await clinic.keyboard.press("Escape");
    await row.getByText("Cancelado").waitFor();
    expect(await row.count()).toBe(1);
  },
);
