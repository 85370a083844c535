import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { enter, fact, openDrawer, rowsOf, signIn } from "./support/staff";
import { test } from "./support/test";
import { createVisit, daysAhead, findVisit, sendVisit, uploadRows, written } from "./support/visits";

const LAURA = {
  name: "Laura Brandão Siqueira",
  cpf: "302.514.869-15",
  unit: "Paulista",
  date: daysAhead(12),
  hour: "08:15",
};
const SAMUEL = { ...LAURA, name: "Samuel Quintana", cpf: "417.260.935-06", hour: "09:45" };
const MIRELA = {
  name: "Mirela Castanho",
  cpf: "538.194.027-05",
  unit: "Adrianópolis",
  date: daysAhead(13),
  hour: "10:30",
};
const GREGORIO = { ...LAURA, name: "Gregório Antunes", cpf: "649.073.182-78", date: daysAhead(40) };
const ELVIRA = { ...GREGORIO, name: "Elvira Fagundes", cpf: "751.820.364-26" };

const goTo = (page: Page, place: string) =>
  page.getByRole("navigation", { name: "Principal" }).getByRole("link", { name: place }).click();

test("the atendente makes an appointment, changes it, confirms it and cancels it", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await createVisit(page, LAURA);

  const drawer = await findVisit(page, LAURA.name);
  await drawer.getByRole("button", { name: "Editar" }).click();
  const form = page.getByRole("dialog", { name: "Editar agendamento" });
  await form.getByLabel("Hora", { exact: true }).fill("11:20");
  await form.getByRole("button", { name: "Salvar" }).click();
  await drawer.getByText("08:15 → 11:20").waitFor();
  expect(await fact(drawer, "Hora").textContent()).toBe("11:20");

  await drawer.getByRole("button", { name: "Confirmar" }).click();
  const confirming = page.getByRole("dialog", { name: "Confirmar a visita" });
  await confirming.getByLabel("Como o paciente confirmou").selectOption("Telefone");
  await confirming.getByRole("button", { name: "Confirmar" }).click();
  await fact(drawer, "Status").getByText("Confirmado").waitFor();
  expect(await fact(drawer, "Canal da confirmação").textContent()).toBe("Telefone");

  await drawer.getByRole("button", { name: "Mais ações" }).click();
  await page.getByRole("menuitem", { name: "Cancelar agendamento" }).click();
  const cancelling = page.getByRole("dialog", { name: "Cancelar o agendamento" });
  await cancelling.getByLabel("Motivo").fill("Mudou de plano");
  await cancelling.getByRole("button", { name: "Cancelar agendamento" }).click();
  await fact(drawer, "Status").getByText("Cancelado").waitFor();
  expect(await fact(drawer, "Motivo do cancelamento").textContent()).toBe("Mudou de plano");

  await page.keyboard.press("Escape");
  const row = rowsOf(page, LAURA.name);
  await row.getByText("Cancelado").waitFor();
  await row.getByText("Manual").waitFor();
  expect(await row.textContent()).toContain(`${written(LAURA.date)} · 11:20`);
  expect(await row.count()).toBe(1);
});

test("an appointment that exists already is refused, and nothing typed is lost", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await createVisit(page, SAMUEL);

  const form = await sendVisit(page, SAMUEL);
  await form.getByRole("alert").getByText("Já existe um agendamento deste paciente").waitFor();
  expect(await form.getByLabel("Nome do paciente").inputValue()).toBe(SAMUEL.name);
  await form.getByRole("button", { name: "Cancelar" }).click();
  await page.getByRole("button", { name: "Descartar" }).click();
  await form.waitFor({ state: "detached" });

  await page.getByRole("searchbox").fill(SAMUEL.name);
  await page.getByText("1–1 de 1", { exact: true }).waitFor();
  expect(await rowsOf(page, SAMUEL.name).count()).toBe(1);
});

test("a spreadsheet is refused with its error by row; put right, it becomes appointments", async ({
  at,
  open,
}) => {
  const day = written(daysAhead(14));
  const norma = `Norma Peçanha;Moema;${day};07:30;(11) 98111-2233`;
  const ivo = (unit: string) => `Ivo Peçanha;${unit};${day};08:30;(11) 98111-2244`;
  const page = await open();
  await signIn(page, at, "atendente");
  await page.getByRole("button", { name: "Importar planilha" }).click();
  const dialog = page.getByRole("dialog", { name: "Importar planilha" });

  await uploadRows(dialog, [norma, ivo("Marte")]);
  const faulty = dialog.getByRole("table", { name: "Erros" }).getByRole("row").nth(1);
  await faulty.getByText("Unidade desconhecida ou inativa").waitFor();
  expect(await faulty.getByRole("cell").first().textContent()).toBe("3");
  expect(await dialog.getByRole("button", { name: /^Gravar/ }).count()).toBe(0);

  await dialog.getByRole("button", { name: "Enviar outra planilha" }).click();
  await uploadRows(dialog, [norma, ivo("Moema")]);
  await dialog.getByRole("button", { name: "Gravar 2 agendamentos" }).click();
  await dialog.getByText("2 agendamentos criados").waitFor();
  await dialog.getByRole("button", { name: "Ver a agenda" }).click();

  for (const [name, hour] of Object.entries({ "Norma Peçanha": "07:30", "Ivo Peçanha": "08:30" })) {
    await page.getByRole("searchbox").fill(name);
    const row = rowsOf(page, name);
    await row.getByText("Planilha").waitFor();
    expect(await row.textContent()).toContain(`${day} · ${hour}`);
    expect(await row.count()).toBe(1);
  }
});

test("a patient becomes a client, who is found and shown with the appointments", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  await createVisit(page, MIRELA);

  await goTo(page, "Clientes");
  await page.getByRole("searchbox").fill("mirela cast");
  const row = page.getByRole("table", { name: "Clientes" }).getByRole("row").filter({ hasText: MIRELA.cpf });
  await row.getByRole("link", { name: MIRELA.name }).click();
  await page.getByRole("heading", { name: MIRELA.name }).waitFor();
  const visits = page.getByRole("list", { name: "Agendamentos" });
  await visits.getByText(written(MIRELA.date)).waitFor();
  expect(await visits.getByRole("button").count()).toBe(1);
  expect(await visits.textContent()).toContain(MIRELA.hour);
  const drawer = await openDrawer(page, MIRELA.name);
  expect(await fact(drawer, "Unidade").textContent()).toBe(MIRELA.unit);
});

/** Includes an item of the small list that is shown; its row. */
async function include(page: Page, singular: string, name: string): Promise<Locator> {
  await page.getByRole("button", { name: `Incluir ${singular}` }).click();
  const form = page.getByRole("dialog", { name: `Incluir ${singular}` });
  await form.getByLabel("Nome").fill(name);
  await form.getByRole("button", { name: "Salvar" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByText("Ativo", { exact: true }).waitFor();
  return row;
}

async function openRegister(page: Page, title: string) {
  await goTo(page, "Cadastros");
  await page.getByRole("navigation", { name: "Listas" }).getByRole("link", { name: title }).click();
}

test("a driver who is deactivated can no longer be chosen", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "gestor");
  await openRegister(page, "Motoristas");
  await include(page, "motorista", "Nestor Vidal");
  const row = await include(page, "motorista", "Olavo Vidal");

  await row.getByRole("button", { name: "Olavo Vidal" }).click();
  const form = page.getByRole("dialog", { name: "Olavo Vidal" });
  await form.getByLabel(/^Ativo/).uncheck();
  await form.getByRole("button", { name: "Salvar" }).click();
  await row.getByText("Inativo", { exact: true }).waitFor();

  await goTo(page, "Agendamentos");
  await page.getByRole("button", { name: "Novo agendamento" }).click();
  const drivers = page.getByLabel("Motorista", { exact: true }).getByRole("option");
  await drivers.filter({ hasText: "Nestor Vidal" }).waitFor({ state: "attached" });
  expect(await drivers.filter({ hasText: "Olavo Vidal" }).count()).toBe(0);
});

test("the gestor adds a user, who then signs in", async ({ at, open }) => {
  const [page, theirs] = [await open(), await open()];
  const [email, password] = ["tarsila@example.com", "uma senha bem longa"];
  await signIn(page, at, "gestor");
  await goTo(page, "Usuários");
  await page.getByRole("button", { name: "Incluir usuário" }).click();
  const form = page.getByRole("dialog", { name: "Incluir usuário" });
  await form.getByLabel("Nome").fill("Tarsila Rangel");
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("Perfil").selectOption("Logística");
  await form.getByLabel("Senha inicial").fill(password);
  await form.getByRole("button", { name: "Salvar" }).click();
  await page.getByRole("row").filter({ hasText: email }).getByText("Logística").waitFor();

  await enter(theirs, at, email, password);
  expect(await theirs.getByRole("button", { name: "Novo agendamento" }).count()).toBe(0);
});

test("logística gives visits to a collector, and is told when she would be at two places", async ({
  at,
  open,
}) => {
  const [desk, page] = [await open(), await open()];
  await signIn(desk, at, "atendente");
  for (const visit of [GREGORIO, ELVIRA]) await createVisit(desk, visit);
  await signIn(page, at, "logistica");
  await openRegister(page, "Coletoras");
  await include(page, "coletora", "Zuleica Prates");

  await goTo(page, "Agenda das coletoras");
  await page.getByLabel("Ir para o dia").fill(GREGORIO.date);
  const [waiting, hers] = [/^Sem coletora/, /^Zuleica Prates/].map((name) =>
    page.getByRole("region", { name }),
  ) as [Locator, Locator];
  for (const { name } of [GREGORIO, ELVIRA]) {
    await waiting.getByLabel(`Coletora de ${name}`).selectOption("Zuleica Prates");
    await hers.getByRole("button", { name }).waitFor();
  }
  await page.getByRole("region", { name: "Avisos" }).getByText("Há um horário sobreposto").waitFor();

  const drawer = await openDrawer(page, GREGORIO.name);
  expect(await fact(drawer, "Coletora").textContent()).toBe("Zuleica Prates");
  expect(await fact(drawer, "CPF").textContent()).toBe("***.***.182-78");
});
