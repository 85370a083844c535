import type { Page } from "playwright-core";
import type { Person } from "./screens";
import { signIn } from "./staff";
import { daysAhead } from "./visits";

/** Of `clinic.ts`: whose move Cal.com refuses, and whose hour both sides changed. */
export const REFUSED = "Leopoldina Rangel";
export const TORN = "Tomás Vilhena";

const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true }).first().click();

async function details(page: Page, patient: string) {
  await page.getByRole("searchbox").fill(patient);
  await press(page, patient);
  await page.getByRole("list", { name: "Mudanças" }).waitFor();
}

const opened = (patient: string) => (page: Page) => details(page, patient);

/** Opens a dialog by its button on a visit's details. */
const asked = (button: string, dialog: string) => async (page: Page) => {
  await details(page, "Joaquim Barreto");
  await press(page, button);
  await page.getByRole("dialog", { name: dialog }).waitFor();
};

const further =
  (item: string, role: "dialog" | "alertdialog" = "dialog") =>
  async (page: Page) => {
    await actions(page);
    await page.getByRole("menuitem", { name: item }).click();
    await page.getByRole(role).last().waitFor();
  };

async function actions(page: Page) {
  await details(page, "Joaquim Barreto");
  await press(page, "Mais ações");
  await page.getByRole("menu").waitFor();
}

async function period(page: Page) {
  await page.getByRole("region", { name: "Filtros" }).getByRole("button", { name: "Período" }).click();
  await page.getByLabel("De", { exact: true }).waitFor();
}

async function units(page: Page) {
  await press(page, "Por unidade");
  await page.getByRole("dialog", { name: "Por unidade" }).waitFor();
}

/** On a phone alone: it closes where there is room for the navigation. */
async function phoneMenu(page: Page) {
  await page.setViewportSize({ width: 390, height: 844 });
  await press(page, "Menu");
  await page.getByRole("navigation", { name: "Principal" }).waitFor();
}

async function userMenu(page: Page) {
  await page.getByRole("button", { name: /Gestor/ }).click();
  await page.getByRole("menu").waitFor();
}

async function password(page: Page) {
  await userMenu(page);
  await page.getByRole("menuitem", { name: "Trocar a senha" }).click();
  await page.getByLabel("Senha atual").waitFor();
}

async function merging(page: Page) {
  await page.getByRole("searchbox").fill("Joaquim Barreto");
  await page.getByRole("link", { name: "Joaquim Barreto", exact: true }).click();
  await press(page, "Unir com outro");
  await page.getByLabel("O outro cadastro").waitFor();
}

async function suggestions(page: Page) {
  await press(page, "Novo agendamento");
  await page.getByLabel("Nome do paciente").pressSequentially("joaqu");
  await page.getByRole("option").first().waitFor();
}

async function moving(page: Page) {
  await details(page, "Anselmo Duarte");
  await page.getByRole("link", { name: "Reagendar no Cal.com" }).click();
  await page.getByRole("region", { name: "Agendamento" }).waitFor();
  await page.frameLocator("iframe").getByTestId("slots").waitFor();
}

async function torn(page: Page) {
  const list = page.getByRole("list", { name: "Conflitos" });
  await list.getByRole("region", { name: "Horário: os dois lados mudaram" }).first().waitFor();
}

const show = (name: string, path: string, act: (page: Page) => Promise<unknown>) => ({
  name,
  path,
  show: act,
});
const AGENDA = "/agendamentos";

/** Every panel, menu and question that opens over a page, and the states in which both sides are not of one mind. */
export const PANELS: Person = {
  who: "the gestor who opens every panel",
  home: ({ app }) => app,
  arrive: (page, at) => signIn(page, at, "gestor"),
  screens: () => [
    show("push-refused", AGENDA, opened(REFUSED)),
    show("conflict", AGENDA, opened(TORN)),
    show("conflicts-open", "/conflitos", torn),
    show("calendar-day", `${AGENDA}?view=calendar&span=day&day=${daysAhead(1)}`, (page) =>
      page.getByRole("list", { name: "Visitas do dia" }).waitFor(),
    ),
    show("actions", AGENDA, actions),
    show("confirm", AGENDA, asked("Confirmar", "Confirmar a visita")),
    show("cancel", AGENDA, further("Cancelar agendamento")),
    show("delete", AGENDA, further("Excluir", "alertdialog")),
    show("period", AGENDA, period),
    show("units-share", AGENDA, units),
    show("suggestions", AGENDA, suggestions),
    show("phone-menu", AGENDA, phoneMenu),
    { ...show("user-menu", AGENDA, userMenu), closes: true },
    { ...show("password", AGENDA, password), closes: true },
    show("merge", "/clientes", merging),
    show("booking-move", AGENDA, moving),
  ],
};
