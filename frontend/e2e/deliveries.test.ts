import type { Response } from "playwright-core";
import { expect } from "vitest";
import { deliver } from "./support/deliveries";
import { book } from "./support/patient";
import { signIn } from "./support/staff";
import { test } from "./support/test";

const BEATRIZ = {
  name: "Beatriz Nogueira Silva",
  email: "beatriz@example.com",
  cpf: "935.411.347-80",
  telefone: "(11) 95432-1098",
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
  await clinic.getByRole("link", { name: "Entregas" }).click();
  const rows = clinic.getByRole("table", { name: "Entregas" }).getByRole("row");
  await rows.filter({ hasText: "Reserva criada" }).filter({ hasText: "Concluída" }).first().waitFor();

  const failed = rows.filter({ hasText: "Falhou" });
  await failed.getByText("O conteúdo não pôde ser lido").waitFor();
  await failed.getByRole("button", { name: "Sem tipo" }).click();
  const drawer = clinic.getByRole("dialog", { name: "Sem tipo" });
  await drawer.getByRole("button", { name: "Mostrar conteúdo" }).click();
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

test("the atendente has no deliveries", async ({ at, open }) => {
  const page = await open();
  await signIn(page, at, "atendente");
  expect(await page.getByRole("link", { name: "Entregas" }).count()).toBe(0);
  await page.goto(`${at.app}/integracao/entregas`);
  await page.getByText("Sem acesso a esta página").waitFor();
});
