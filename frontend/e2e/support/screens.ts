import type { Page } from "playwright-core";
import { STAFF } from "./clinicScreens";
import { PANELS } from "./panelScreens";
import type { Addresses } from "./stack";
import { signIn } from "./staff";
import { BOOKING } from "./widgetScreens";

/**
 * One picture: `path` is opened at the application or at Cal.com, `show` brings the page to what is to be seen: again at each
 * width where it would close as the width changes (`closes`).
 */
export type Screen = { name: string; path: string; show: (page: Page) => Promise<unknown>; closes?: true };
/** `uids`: each patient's booking. */
export type Person = {
  who: string;
  home: (at: Addresses) => string;
  arrive: (page: Page, at: Addresses) => Promise<unknown>;
  screens: (uids: Map<string, string>) => readonly Screen[];
};

const says = (text: string) => (page: Page) => page.getByText(text).first().waitFor();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function agendaShows(page: Page) {
  await page.getByText("Ao vivo").waitFor();
  await page.getByRole("button", { name: "Joaquim Barreto", exact: true }).waitFor();
}

async function signInRefused(page: Page) {
  await page.getByLabel("E-mail").fill("gestor@demo.example.com");
  await page.getByLabel("Senha").fill("errada");
  await press(page, "Entrar");
  await page.getByRole("alert").waitFor();
}

async function nothingFound(page: Page) {
  await page.getByRole("searchbox").fill("ninguém");
  await page.getByText("Nada encontrado").waitFor();
}

async function statusFilter(page: Page) {
  await agendaShows(page);
  const filters = page.getByRole("region", { name: "Filtros" });
  await filters.getByRole("button", { name: "Status" }).click();
}

async function drawer(page: Page) {
  await page.getByRole("button", { name: "Helena Matos Teixeira", exact: true }).click();
  await page.getByRole("list", { name: "Mudanças" }).waitFor();
}

async function timeline(page: Page) {
  await drawer(page);
  await page.getByRole("list", { name: "Mudanças" }).scrollIntoViewIfNeeded();
}

async function unreadableDelivery(page: Page) {
  await press(page, "Sem tipo");
  await page.getByText("false", { exact: true }).waitFor();
}

async function missingAnswers(page: Page) {
  await page.getByTestId("field-name").fill("Helena Matos");
  await page.getByTestId("field-email").fill("helena@example.com");
  await page.getByTestId("field-cpf").fill("123");
  await page.getByTestId("field-telefone").fill("98765");
  await page.getByTestId("confirm-booking").click();
  await page.getByTestId("alert").waitFor();
}

async function form(page: Page) {
  await page.getByTestId("days").getByRole("link").nth(1).click();
  await page.getByTestId("slot").first().click();
  await page.getByTestId("booking-form").waitFor();
}

const VISITOR: Person = {
  who: "somebody not signed in",
  home: ({ app }) => app,
  arrive: async () => undefined,
  screens: () => [
    { name: "sign-in", path: "/entrar", show: says("Entre com a sua conta") },
    { name: "sign-in-refused", path: "/entrar", show: signInRefused },
  ],
};

const ATENDENTE: Person = {
  who: "the atendente",
  home: ({ app }) => app,
  arrive: (page, at) => signIn(page, at, "atendente"),
  screens: () => [
    { name: "agenda", path: "/agendamentos", show: agendaShows },
    { name: "agenda-filter", path: "/agendamentos", show: statusFilter },
    { name: "agenda-nothing-found", path: "/agendamentos", show: nothingFound },
    { name: "agenda-empty", path: "/agendamentos?scope=history", show: says("Nenhum agendamento aqui") },
    { name: "drawer", path: "/agendamentos", show: drawer },
    { name: "timeline", path: "/agendamentos", show: timeline },
    { name: "conflicts", path: "/conflitos", show: says("Conflitos com o Cal.com") },
    { name: "no-access", path: "/integracao/entregas", show: says("Sem acesso a esta página") },
    { name: "not-found", path: "/nada", show: says("Esta página não existe") },
  ],
};

const GESTOR: Person = {
  who: "the gestor",
  home: ({ app }) => app,
  arrive: (page, at) => signIn(page, at, "gestor"),
  screens: () => [
    { name: "integration-health", path: "/integracao/saude", show: says("Visitas por origem") },
    { name: "integration-runs", path: "/integracao/conciliacao", show: says("Prova de que nada falta") },
    { name: "integration-mapping", path: "/integracao/mapeamento", show: says("Versões") },
    { name: "integration-setup", path: "/integracao/configuracao", show: says("O que o botão faria") },
    { name: "deliveries", path: "/integracao/entregas", show: says("O conteúdo não pôde ser lido") },
    { name: "delivery", path: "/integracao/entregas", show: unreadableDelivery },
    {
      name: "replay-many",
      path: "/integracao/entregas",
      show: (page) => press(page, "Reprocessar por filtro"),
    },
  ],
};

const PATIENT: Person = {
  who: "a patient and the host at Cal.com",
  home: ({ calcom }) => calcom,
  arrive: async () => undefined,
  screens: (uids) => {
    const booking = (name: string) => `/booking/${uids.get(name)}`;
    const types = "/clinica-demo";
    return [
      { name: "calcom-event-types", path: types, show: says("Que atendimento você procura?") },
      { name: "calcom-slots", path: `${types}/coleta-paulista`, show: says("Horário de São Paulo") },
      { name: "calcom-form", path: `${types}/coleta-moema`, show: form },
      {
        name: "calcom-form-refused",
        path: `${types}/coleta-moema`,
        show: async (page) => {
          await form(page);
          await missingAnswers(page);
        },
      },
      { name: "calcom-booked", path: booking("Joaquim Barreto"), show: says("Agendamento confirmado") },
      {
        name: "calcom-cancel",
        path: `${booking("Joaquim Barreto")}?cancel=true`,
        show: says("Por que você quer cancelar?"),
      },
      {
        name: "calcom-cancelled",
        path: booking("Beatriz Nogueira da Silva"),
        show: says("Agendamento cancelado"),
      },
      { name: "calcom-series", path: booking("Teresa Vilela"), show: says("Agendamento confirmado") },
      { name: "calcom-host", path: "/bookings/upcoming", show: says("Joaquim Barreto") },
      { name: "calcom-host-past", path: "/bookings/past", show: says("Beatriz Nogueira da Silva") },
      { name: "calcom-unknown", path: "/booking/nada", show: says("Não foi possível") },
    ];
  },
};

/** Who looks at what. */
export const PEOPLE: readonly Person[] = [VISITOR, ATENDENTE, GESTOR, ...STAFF, PANELS, BOOKING, PATIENT];
