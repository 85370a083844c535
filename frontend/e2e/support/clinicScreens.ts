import type { Page } from "playwright-core";
import type { Person } from "./screens";
import { signIn } from "./staff";
import { daysAhead, uploadRows, written } from "./visits";

/** A list of that name: a table where there is room, cards on a phone. */
const shows = (name: string) => (page: Page) =>
  page.getByRole("table", { name }).or(page.getByRole("list", { name })).waitFor();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function agendaShows(page: Page) {
  await page.getByRole("button", { name: "Joaquim Barreto", exact: true }).first().waitFor();
}

async function emptyForm(page: Page) {
  await press(page, "Novo agendamento");
  await page.getByRole("dialog").getByLabel("Nome do paciente").waitFor();
}

async function refusedForm(page: Page) {
  await emptyForm(page);
  await press(page, "Criar agendamento");
  await page.getByText("Informe o nome do paciente.").waitFor();
}

async function editForm(page: Page) {
  await page.getByRole("button", { name: "Joaquim Barreto", exact: true }).click();
  await press(page, "Editar");
  await page.getByRole("dialog", { name: "Editar agendamento" }).getByLabel("Nome do paciente").waitFor();
}

async function importDialog(page: Page) {
  await press(page, "Importar planilha");
  await page.getByText("Baixar a planilha modelo").waitFor();
}

async function importErrors(page: Page) {
  await importDialog(page);
  const day = written(daysAhead(5));
  await uploadRows(page.getByRole("dialog"), [
    `Ana Prado;Marte;${day};07:30;(11) 98111-0001`,
    `;Moema;${day};08:00;(11) 98111-0002`,
    `Ciro Prado;Moema;31/02/2030;08:30;(11) 98111-0003`,
  ]);
  await page.getByText("Corrija os erros na planilha").waitFor();
}

async function clientFound(page: Page) {
  await page.getByRole("searchbox").fill("Joaquim Barreto");
  await page.getByRole("link", { name: "Joaquim Barreto", exact: true }).waitFor();
}

async function client(page: Page) {
  await clientFound(page);
  await page.getByRole("link", { name: "Joaquim Barreto", exact: true }).click();
  await page.getByRole("list", { name: "Agendamentos" }).waitFor();
}

async function dialogOf(page: Page, name: string) {
  await press(page, name);
  await page.getByRole("dialog", { name }).waitFor();
}

const ENTERING: Person = {
  who: "the atendente who enters and looks up",
  home: ({ app }) => app,
  arrive: (page, at) => signIn(page, at, "atendente"),
  screens: () => [
    { name: "cards", path: "/agendamentos?view=cards", show: agendaShows },
    {
      name: "calendar",
      path: `/agendamentos?view=calendar&day=${daysAhead(1)}`,
      show: (page) => page.getByText("Cada visita está na hora da sua unidade.").waitFor(),
    },
    { name: "form", path: "/agendamentos", show: emptyForm },
    { name: "form-refused", path: "/agendamentos", show: refusedForm },
    { name: "edit", path: "/agendamentos", show: editForm },
    { name: "import", path: "/agendamentos", show: importDialog },
    { name: "import-errors", path: "/agendamentos", show: importErrors },
    { name: "clients", path: "/clientes", show: clientFound },
    { name: "client", path: "/clientes", show: client },
  ],
};

const LOGISTICS: Person = {
  who: "logística",
  home: ({ app }) => app,
  arrive: (page, at) => signIn(page, at, "logistica"),
  screens: () => [
    {
      name: "collectors-agenda",
      path: `/agenda?data=${daysAhead(1)}`,
      show: (page) => page.getByRole("region", { name: "Avisos" }).waitFor(),
    },
    {
      name: "collectors-agenda-empty",
      path: `/agenda?data=${daysAhead(200)}`,
      show: (page) => page.getByText("Nenhuma visita neste dia").waitFor(),
    },
  ],
};

const KEEPING: Person = {
  who: "the gestor who keeps lists and users",
  home: ({ app }) => app,
  arrive: (page, at) => signIn(page, at, "gestor"),
  screens: () => [
    { name: "units", path: "/cadastros/units", show: shows("Unidades") },
    { name: "tags", path: "/cadastros/tags", show: shows("Etiquetas") },
    { name: "collectors", path: "/cadastros/collectors", show: shows("Coletoras") },
    { name: "drivers", path: "/cadastros/drivers", show: shows("Motoristas") },
    { name: "cars", path: "/cadastros/cars", show: shows("Carros") },
    { name: "packages", path: "/cadastros/logistics-packages", show: shows("Pacotes") },
    { name: "new-unit", path: "/cadastros/units", show: (page) => dialogOf(page, "Incluir unidade") },
    {
      name: "privacy",
      path: "/privacidade",
      show: (page) =>
        page.getByRole("table", { name: "Acessos" }).or(page.getByText("Nenhum acesso registrado")).waitFor(),
    },
    { name: "users", path: "/usuarios", show: shows("Usuários") },
    { name: "new-user", path: "/usuarios", show: (page) => dialogOf(page, "Incluir usuário") },
  ],
};

/** Those who work in the clinic's own system, beside the bookings that come in. */
export const STAFF: readonly Person[] = [ENTERING, LOGISTICS, KEEPING];
