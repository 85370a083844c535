import type { Page } from "playwright-core";
import { expect } from "vitest";
import { deliver } from "./support/deliveries";
import { accessibilityFaults, overflow } from "./support/faults";
import { TEST_MS } from "./support/patience";
import { book } from "./support/patient";
import { signIn } from "./support/staff";
import { test } from "./support/test";

const CAIO = {
  name: "Caio Batista Moura",
  email: "caio.moura@example.com",
  cpf: "390.533.447-05",
  telefone: "(11) 96543-2109",
};
/** It does not say which booking was cancelled, so no worker can use it. */
const NAMELESS = JSON.stringify({
  triggerEvent: "BOOKING_CANCELLED",
  createdAt: "2026-03-02T12:00:00.000Z",
  payload: { title: "Coleta de Caio" },
});
const UNHURRIED = { timeout: TEST_MS };
const PARTS: ReadonlyArray<[string, string]> = [
  ["saude", "Visitas por origem, últimas 8 semanas"],
  ["entregas", "Reprocessar por filtro"],
  ["conciliacao", "Prova de que nada falta"],
  ["mapeamento", "Versões"],
  ["configuracao", "O que o botão faria"],
];

async function faultsOf(page: Page, part: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    const excess = await overflow(page);
    found.push(...(await accessibilityFaults(page)), ...(excess > 0 ? [`${excess} px too wide`] : []));
  }
  return found.map((fault) => `${part}: ${fault}`);
}

test(
  "the gestor sees how the integration stands, on every part of its page",
  UNHURRIED,
  async ({ at, open }) => {
    const page = await open();
    await signIn(page, at, "gestor");
    const found: string[] = [];
    for (const [part, words] of PARTS) {
      await page.goto(`${at.app}/integracao/${part}`);
      await page.getByText(words).first().waitFor();
      found.push(...(await faultsOf(page, part)));
    }
    expect(found).toEqual([]);
  },
);

test("a stuck delivery shows in the health, and is replayed from there", async ({ at, open }) => {
  const page = await open();
  await deliver(at, NAMELESS);
  await signIn(page, at, "gestor");
  await page.getByRole("link", { name: "Integração" }).click();
  const tasks = page.getByRole("region", { name: "Precisa de uma pessoa" });
  await tasks.getByRole("link", { name: /entregas? par/ }).click();
  const rows = page.getByRole("table", { name: "Entregas" }).getByRole("row");
  await rows.getByRole("button", { name: "Reserva cancelada" }).first().click();
  const drawer = page.getByRole("dialog", { name: "Reserva cancelada" });
  await drawer.getByText("C••••• d• C•••").waitFor();
  const revealed = page.waitForResponse((answer) => answer.url().endsWith("/body"));
  await drawer.getByRole("button", { name: "Mostrar dados pessoais" }).click();
  expect((await revealed).status()).toBe(200);
  await drawer.getByText("Coleta de Caio").waitFor();
  const replayed = page.waitForResponse((answer) => answer.url().endsWith("/replay"));
  await drawer.getByRole("button", { name: "Reprocessar" }).click();
  expect((await replayed).status()).toBe(202);
});

test("a whole run is asked for, and what it read is seen", UNHURRIED, async ({ at, open }) => {
  const [page, phone] = [await open(), await open()];
  await book(phone, at, "coleta-paulista", CAIO);
  await signIn(page, at, "gestor");
  await page.goto(`${at.app}/integracao/conciliacao`);
  await page
    .getByRole("form", { name: "Conciliar agora" })
    .getByRole("button", { name: "Janela inteira" })
    .click();
  await page.getByRole("button", { name: "Rodar agora" }).click();
  const row = page
    .getByRole("table", { name: "Conciliações" })
    .getByRole("row")
    .filter({ hasText: "Gestora Demo" });
  await row.filter({ hasText: "Concluída" }).first().waitFor();
  await row.getByRole("button", { name: "Janela inteira" }).first().click();
  await page.getByRole("dialog", { name: "Conciliação" }).getByText("Leu tudo").waitFor();
  await page.getByRole("button", { name: "Fechar" }).click();
  await page.getByRole("table", { name: "Reservas por dia e tipo de evento" }).waitFor();
});

test("a mapping is tried on the last deliveries before anybody saves it", async ({ at, open }) => {
  const [page, phone] = [await open(), await open()];
  await book(phone, at, "coleta-paulista", {
    ...CAIO,
    email: "caio.batista@example.com",
    cpf: "168.995.350-09",
  });
  await signIn(page, at, "gestor");
  await page.goto(`${at.app}/integracao/mapeamento`);
  await page.getByLabel("Observações").fill("cpf");
  await page.getByRole("button", { name: "Experimentar" }).click();
  const changed = page.getByRole("table", { name: /^O que muda em/ }).first();
  await changed.getByRole("rowheader", { name: "CPF" }).waitFor();
  expect(await changed.textContent()).not.toContain("168.995.350-09");
});
