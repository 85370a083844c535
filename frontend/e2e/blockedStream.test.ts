import { expect } from "vitest";
import { book } from "./support/patient";
import { rowsOf } from "./support/staff";
import { test } from "./support/test";

const ZENAIDE = {
  name: "Zenaide Couto Melo",
  email: "zenaide@example.com",
  cpf: "401.853.920-75",
  telefone: "(11) 95001-0005",
};

test("where a proxy holds the stream back, the agenda asks for news itself and says so", async ({
  at,
  open,
}) => {
  const [clinic, phone] = [await open(), await open()];
  // Never answered: what a proxy does that waits for the end of what has none.
  await clinic.route("**/api/v1/appointments/stream", () => undefined);
  await clinic.goto(at.app);
  await clinic.getByLabel("E-mail").fill("atendente@demo.example.com");
  await clinic.getByLabel("Senha").fill("clinica-demo");
  await clinic.getByRole("button", { name: "Entrar" }).click();
  await clinic.getByText("Atualizando a cada 15 s").waitFor();

  const slot = await book(phone, at, "coleta-moema", ZENAIDE);
  await rowsOf(clinic, ZENAIDE.name).getByText(slot.hour).waitFor();
  expect(await clinic.getByText("Ao vivo").count()).toBe(0);
});
