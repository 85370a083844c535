import type { Locator, Page } from "playwright-core";
import type { Addresses } from "./stack";

const PASSWORD = "clinica-demo";

export type Role = "gestor" | "atendente" | "logistica";

/** Signs in and waits for the live agenda. */
export async function enter(page: Page, at: Addresses, email: string, password: string) {
  await page.goto(at.app);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Senha").fill(password);
  await page.getByRole("button", { name: "Entrar" }).click();
  await page.getByText("Ao vivo").waitFor();
}

/** Signs in with the demo account of a role. */
export function signIn(page: Page, at: Addresses, role: Role) {
  return enter(page, at, `${role}@demo.example.com`, PASSWORD);
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

/** An access token of a role's demo account. */
export async function signInByApi(at: Addresses, role: Role): Promise<string> {
  const answer = await fetch(`${at.app}/api/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: `${role}@demo.example.com`, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
