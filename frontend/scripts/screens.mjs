// The screens that are pictured: where, as whom, what tells that it is there, and what is done on it first.

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{path: string, as?: string, ready: string, act?: (page: Page) => Promise<unknown>}} Screen */

const FIRST = "/agendamentos?agendamento=00000000-0000-4000-8000-000000000000";

/** @param {Page} page @param {string | RegExp} name */
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** @param {string | RegExp} name */
const press = (name) => (/** @type {Page} */ page) => button(page, name).first().click();

/** Opens a form by its button, and waits for it. @param {string} name */
const openForm = (name) => async (/** @type {Page} */ page) => {
  await press(name)(page);
  await button(page, "Salvar").waitFor();
};

/** @param {Page} page */
async function refuse(page) {
  await page.getByLabel("E-mail").fill("gestor@demo.example.com");
  await page.getByLabel("Senha").fill("errada");
  await button(page, "Entrar").click();
  await page.getByRole("alert").waitFor();
}

/** @param {Page} page */
async function openDelivery(page) {
  await button(page, "Reserva cancelada").click();
  await button(page, "Mostrar conteúdo").click();
  await page.getByText('"triggerEvent"').waitFor();
}

/** @param {Page} page */
async function submitEmptyForm(page) {
  await button(page, "Novo agendamento").click();
  await page.getByLabel("CPF", { exact: true }).fill("52998224725");
  await button(page, "Criar agendamento").click();
  await page.getByText("Escolha a unidade.").waitFor();
}

/** @param {Page} page */
async function suggestClient(page) {
  await button(page, "Novo agendamento").click();
  await page.getByLabel("Nome do paciente").pressSequentially("hele");
  await page.getByRole("option").first().waitFor();
}

/** @param {Page} page */
async function openImport(page) {
  await button(page, "Importar planilha").click();
  await page.getByText("Escolha a planilha").waitFor();
}

/** @param {Page} page */
async function uploadBadSheet(page) {
  await openImport(page);
  const sheet = { name: "agenda.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from("x") };
  await page.locator("input[type=file]").setInputFiles(sheet);
  await page.getByText("Corrija os erros").waitFor();
}

/** @param {Page} page */
async function openPassword(page) {
  await button(page, /Ana Prado/).click();
  await page.getByRole("menuitem", { name: "Trocar a senha" }).click();
  await page.getByLabel("Senha atual").waitFor();
}

/** @type {Record<string, Screen>} */
export const SCREENS = {
  "sign-in": { path: "/entrar", ready: "Entre com a sua conta da clínica." },
  "sign-in-refused": { path: "/entrar", ready: "Senha", act: refuse },
  appointments: { path: "/agendamentos", as: "gestor", ready: "Autoagendados" },
  cards: { path: "/agendamentos?view=cards", as: "atendente", ready: "Autoagendados" },
  week: { path: "/agendamentos?view=calendar", as: "atendente", ready: "Cada visita está" },
  day: { path: "/agendamentos?view=calendar&span=day", as: "atendente", ready: "Cada visita está" },
  filter: {
    path: "/agendamentos?status=Agendado&status=Pendente",
    as: "atendente",
    ready: "Autoagendados",
    act: press("Status: 2"),
  },
  drawer: { path: FIRST, as: "atendente", ready: "Linha do tempo" },
  actions: { path: FIRST, as: "gestor", ready: "Linha do tempo", act: press("Mais ações") },
  confirm: { path: FIRST, as: "atendente", ready: "Linha do tempo", act: press("Confirmar") },
  timeline: {
    path: FIRST,
    as: "atendente",
    ready: "Linha do tempo",
    act: (page) => page.getByText("Falta o CPF → removido").scrollIntoViewIfNeeded(),
  },
  form: { path: "/agendamentos", as: "atendente", ready: "Autoagendados", act: submitEmptyForm },
  suggest: { path: "/agendamentos", as: "atendente", ready: "Autoagendados", act: suggestClient },
  edit: { path: FIRST, as: "atendente", ready: "Linha do tempo", act: openForm("Editar") },
  "edit-logistics": {
    path: FIRST,
    as: "logistica",
    ready: "Linha do tempo",
    act: openForm("Definir logística"),
  },
  import: { path: "/agendamentos", as: "atendente", ready: "Autoagendados", act: openImport },
  "import-errors": { path: "/agendamentos", as: "atendente", ready: "Autoagendados", act: uploadBadSheet },
  empty: { path: "/agendamentos?scope=unscheduled", as: "atendente", ready: "Nenhum agendamento aqui" },
  clients: { path: "/clientes", as: "atendente", ready: "Helena Matos" },
  client: {
    path: "/clientes/00000000-0000-4000-8000-000000008000",
    as: "atendente",
    ready: "Unir com outro",
  },
  merge: {
    path: "/clientes/00000000-0000-4000-8000-000000008000",
    as: "atendente",
    ready: "Cadastro",
    act: press("Unir com outro"),
  },
  agenda: { path: "/agenda", as: "logistica", ready: "Rosa Campos" },
  units: { path: "/cadastros/units", as: "gestor", ready: "Ponta Negra" },
  tags: { path: "/cadastros/tags", as: "gestor", ready: "Pediátrico" },
  packages: { path: "/cadastros/logistics-packages", as: "logistica", ready: "Equipe manhã" },
  "edit-car": { path: "/cadastros/cars", as: "gestor", ready: "ABC1D23", act: openForm("ABC1D23") },
  users: { path: "/usuarios", as: "gestor", ready: "Lia Reis" },
  "new-user": { path: "/usuarios", as: "gestor", ready: "Lia Reis", act: openForm("Incluir usuário") },
  password: { path: "/agendamentos", as: "atendente", ready: "Autoagendados", act: openPassword },
  deliveries: { path: "/integracao/entregas", as: "gestor", ready: "Teste de conexão" },
  delivery: { path: "/integracao/entregas", as: "gestor", ready: "Reserva cancelada", act: openDelivery },
  "replay-many": {
    path: "/integracao/entregas",
    as: "gestor",
    ready: "Teste de conexão",
    act: press("Reprocessar por filtro"),
  },
  "no-access": { path: "/integracao/entregas", as: "atendente", ready: "Sem acesso a esta página" },
};
