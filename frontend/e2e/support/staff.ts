import type { Locator, Page } from "playwright-core";
import type { Addresses } from "./stack";

const PASSWORD = "clinica-demo";

export type Role = "gestor" | "atendente";

/** Signs in with the demo account of a role and waits for the live agenda. */
export async function signIn(page: Page, at: Addresses, role: Role) {
  await page.goto(at.app);
  await page.getByLabel("E-mail").fill(`${role}@demo.example.com`);
  await page.getByLabel("Senha").fill(PASSWORD);
  await page.getByRole("button", { name: "Entrar" }).click();
  await page.getByText("Ao vivo").waitFor();
}

/** The agenda's rows of one patient. */
export function rowsOf(page: Page, patient: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("button", { name: patient, exact: true }) });
}

/** Opens an appointment's details; the panel. */
export async function openDrawer(page: Page, patient: string): Promise<Locator> {
  await page.getByRole("button", { name: patient, exact: true }).click();
  const drawer = page.getByRole("dialog", { name: patient });
  await drawer.getByRole("list", { name: "Mudanças" }).waitFor();
  return drawer;
}

/** What a fact of the details says; `term` is its label. */
export function fact(drawer: Locator, term: string): Locator {
  return drawer.locator("dt", { hasText: new RegExp(`^${term}$`) }).locator("+ dd");
}
