import type { Response } from "playwright-core";
import { expect } from "vitest";
import { bookLost } from "./support/clinic";
import { deliver, leaveWornOut, sentOf } from "./support/deliveries";
import { book } from "./support/patient";
import { fact, rowsOf, signIn } from "./support/staff";
import { test } from "./support/test";

const BEATRIZ = {
  name: "Beatriz Nogueira Silva",
  email: "beatriz@example.com",
  cpf: "935.411.347-80",
  telefone: "(11) 95432-1098",
};

const OLIVIA = {
  name: "Olívia Quaresma",
  email: "olivia@example.com",
  cpf: "714.286.509-11",
  telefone: "+5511954321099",
};

/** Whether a list that the page fetched shows the delivery as failed once more, after `since`. */
async function failedAgain(answer: Response, id: string, since: number): Promise<boolean> {
  if (answer.request().method() !== "GET" || !answer.url().includes("/calcom/deliveries?")) return false;
  const { items } = (await answer.json()) as {
    items: Array<{ id: string; state: string; processed_at: string | null }>;
  };
  const shown = items.find((item) => item.id === id);
  return shown?.state === "failed" && Date.parse(shown.processed_at ?? "") > since;
}

test("the gestor reads what Cal.com delivered and tries again what failed", async ({ at, open }) => {
  const [clinic, phone] = [await open(), await open()];
  await book(phone, at, "coleta-paulista", BEATRIZ);
  const id = await deliver(at, "false");
  await signIn(clinic, at, "gestor");
  await clinic.getByRole("link", { name: "Integração" }).click();
  await clinic.getByRole("link", { name: "Entregas", exact: true }).click();
  const rows = clinic.getByRole("table", { name: "Entregas" }).getByRole("row");
  await rows.filter({ hasText: "Reserva criada" }).filter({ hasText: "Concluída" }).first().waitFor();

  const failed = rows.filter({ hasText: "Falhou" }).filter({ hasText: "Sem tipo" });
  await failed.getByText("O conteúdo não pôde ser lido").waitFor();
  await failed.getByRole("button", { name: "Sem tipo" }).click();
  const drawer = clinic.getByRole("dialog", { name: "Sem tipo" });
  await drawer.getByText("false", { exact: true }).waitFor();

  const asked = Date.now();
  const replayed = clinic.waitForResponse((answer) => answer.url().endsWith("/replay"));
  const failedOnceMore = clinic.waitForResponse((answer) => failedAgain(answer, id, asked));
  await drawer.getByRole("button", { name: "Reprocessar" }).click();
  expect((await replayed).status()).toBe(202);
  await failedOnceMore;
  await drawer.getByRole("button", { name: "Fechar" }).click();
  await failed.waitFor();
});

test("a delivery that the workers gave up is replayed, and its patient is in the agenda", async ({
  at,
  open,
}) => {
  const page = await open();
  await leaveWornOut(at, await sentOf(at, await bookLost(at, OLIVIA)));
  await signIn(page, at, "gestor");
  await page.goto(`${at.app}/integracao/entregas?state=dead`);
  const dead = page.getByRole("table", { name: "Entregas" }).getByRole("row").filter({ hasText: "Desistiu" });
  await dead.getByRole("button", { name: "Reserva criada" }).click();
  const drawer = page.getByRole("dialog", { name: "Reserva criada" });
  await fact(drawer, "Erro").getByText("tentativas esgotadas").waitFor();

  await drawer.getByRole("button", { name: "Reprocessar" }).click();
  await fact(drawer, "Situação").getByText("Concluída").waitFor();
  expect(await drawer.getByRole("button", { name: "Reprocessar" }).count()).toBe(0);
  await drawer.getByRole("link", { name: "Abrir agendamento" }).click();
  const visit = page.getByRole("dialog", { name: OLIVIA.name });
  await fact(visit, "CPF").getByText(OLIVIA.cpf).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox").fill(OLIVIA.name);
  await page.getByText("1–1 de 1", { exact: true }).waitFor();
  expect(await rowsOf(page, OLIVIA.name).count()).toBe(1);
});

test("the atendente has no deliveries", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  expect(await page.getByRole("link", { name: "Integração" }).count()).toBe(0);
  await page.goto(`${at.app}/integracao/entregas`);
  await page.getByText("Sem acesso a esta página").waitFor();
});
