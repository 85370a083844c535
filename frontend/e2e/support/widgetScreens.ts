import type { Page } from "playwright-core";
import { chooseSlot } from "./patient";
import type { Person } from "./screens";
import { signIn } from "./staff";
import { chooseOffer, fillIn } from "./widget";

const TADEU = {
  name: "Tadeu Vilaça",
  email: "tadeu@example.com",
  cpf: "612.340.985-98",
  telefone: "(11) 98222-5566",
};

async function slots(page: Page) {
  const frame = await chooseOffer(page, "Moema", "Coleta domiciliar Moema");
  await frame.getByTestId("slots").waitFor();
  return frame;
}

async function form(page: Page) {
  const frame = await slots(page);
  await chooseSlot(frame, 5);
  await frame.getByTestId("booking-form").waitFor();
  return frame;
}

async function booked(page: Page) {
  await fillIn(await form(page), TADEU);
  await page.getByText("Reserva feita").waitFor();
}

async function lost(page: Page) {
  await page.route("**/embed/embed.js", (route) => route.fulfill({ status: 503, body: "" }));
  await chooseOffer(page, "Noronha");
  await page.getByText("O agendamento não abriu aqui").waitFor();
  await page.unroute("**/embed/embed.js");
}

async function panel(page: Page) {
  await page.getByRole("button", { name: "Autoagendar" }).click();
  await slots(page);
}

async function settings(page: Page) {
  await page.getByRole("button", { name: "Dados já preenchidos" }).click();
  await page.getByLabel("Telefone").waitFor();
}

/** Whoever books as a patient does, inside the application. */
export const BOOKING: Person = {
  who: "the gestor who books inside the application",
  home: ({ app }) => app,
  arrive: (page, at) => signIn(page, at, "gestor"),
  screens: () => [
    {
      name: "booking",
      path: "/autoagendamento",
      show: (page) => page.getByText("Escolha a unidade").waitFor(),
    },
    { name: "booking-slots", path: "/autoagendamento", show: slots },
    { name: "booking-form", path: "/autoagendamento", show: form },
    { name: "booking-done", path: "/autoagendamento", show: booked },
    { name: "booking-lost", path: "/autoagendamento", show: lost },
    { name: "booking-settings", path: "/autoagendamento", show: settings },
    { name: "booking-panel", path: "/agendamentos", show: panel },
  ],
};
