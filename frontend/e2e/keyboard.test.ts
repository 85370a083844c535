import type { Page } from "playwright-core";
import { expect } from "vitest";
import { book } from "./support/patient";
import { test } from "./support/test";

const OTACILIO = {
  name: "Otacílio Prates Lima",
  email: "otacilio@example.com",
  cpf: "168.995.350-09",
  telefone: "(11) 94321-0987",
};
const MOST_STOPS = 60;

/** What the focused element is called: its label, else its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.item(0) : null;
    return (label ?? element)?.textContent ?? "";
  });
}

/** Presses Tab until what is called `name` has the focus. */
async function tabTo(page: Page, name: string) {
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${MOST_STOPS} stops of Tab did not reach "${name}"`);
}

test("the agenda can be used with the keyboard alone", async ({ at, open }) => {
  await book(await open(), at, "coleta-moema", OTACILIO);
  const page = await open();
  await page.goto(at.app);
  await page.getByLabel("E-mail").waitFor();
  await tabTo(page, "E-mail");
  await page.keyboard.type("atendente@demo.example.com");
  await tabTo(page, "Senha");
  await page.keyboard.type("clinica-demo");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: OTACILIO.name }).waitFor();

  await tabTo(page, OTACILIO.name);
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: OTACILIO.name });
  await drawer.getByRole("list", { name: "Mudanças" }).waitFor();
  expect(await drawer.locator(":focus").count()).toBe(1);
  await tabTo(page, "Abrir no Cal.com");

  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toBe(OTACILIO.name);
});
