// Pictures of every screen at two widths, from the built application before the mock API, into frontend/screenshots.
// Each screen is also checked with axe: a serious fault ends the run with an error. Needs a Chromium: CHROMIUM or PATH.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startMockServer } from "./mockServer.mjs";

/** @typedef {import("playwright-core").Page} Page */

const out = fileURLToPath(new URL("../screenshots", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [390, 1280];
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const button = (/** @type {Page} */ page, /** @type {string | RegExp} */ name) =>
  page.getByRole("button", { name, exact: true });

/** @type {Record<string, {path: string, as?: string, ready: string, act?: (page: Page) => Promise<unknown>}>} */
const SCREENS = {
  "sign-in": { path: "/entrar", ready: "Entre com a sua conta da clínica." },
  "sign-in-refused": { path: "/entrar", ready: "Senha", act: refuse },
  appointments: { path: "/agendamentos", as: "gestor", ready: "Ao vivo" },
  filter: {
    path: "/agendamentos?status=Agendado&status=Pendente",
    as: "atendente",
    ready: "Ao vivo",
    act: (page) => button(page, "Status: 2").click(),
  },
  drawer: {
    path: "/agendamentos?agendamento=00000000-0000-4000-8000-000000000000",
    as: "atendente",
    ready: "Linha do tempo",
  },
  timeline: {
    path: "/agendamentos?agendamento=00000000-0000-4000-8000-000000000000",
    as: "atendente",
    ready: "Linha do tempo",
    act: (page) => page.getByText("Falta o CPF → removido").scrollIntoViewIfNeeded(),
  },
  empty: { path: "/agendamentos?scope=unscheduled", as: "atendente", ready: "Nenhum agendamento aqui" },
  deliveries: { path: "/integracao/entregas", as: "gestor", ready: "Teste de conexão" },
  delivery: { path: "/integracao/entregas", as: "gestor", ready: "Reserva cancelada", act: openDelivery },
  "replay-many": {
    path: "/integracao/entregas",
    as: "gestor",
    ready: "Teste de conexão",
    act: (page) => button(page, "Reprocessar por filtro").click(),
  },
  "no-access": { path: "/integracao/entregas", as: "atendente", ready: "Sem acesso a esta página" },
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

/** Serious accessibility faults on the page, one line each. @param {Page} page @returns {Promise<string[]>} */
async function faults(page) {
  await page.evaluate(axe);
  const found = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
  const { violations } = /** @type {import("axe-core").AxeResults} */ (found);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`);
}

function findChromium() {
  return (
    process.env.CHROMIUM ??
    String(execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser"])).trim()
  );
}

/** @param {import("playwright-core").Browser} browser @param {Awaited<ReturnType<typeof startMockServer>>} server @param {number} width @param {string} name */
async function shoot(browser, server, width, name) {
  const { path, as, ready, act } = SCREENS[name] ?? { path: "/", ready: "" };
  const { state, origin } = server;
  state.cookieUser = state.users.find((/** @type {{role: string}} */ user) => user.role === as) ?? null;
  const page = await browser.newPage({
    viewport: { width, height: 844 },
    reducedMotion: "reduce",
    locale: "pt-BR",
  });
  page.on("pageerror", (error) => console.error(`${name}: ${error}`));
  await page.goto(origin + path);
  await page.getByText(ready).first().waitFor();
  await act?.(page);
  await page.screenshot({ path: join(out, `${name}-${width}.png`) });
  const found = await faults(page);
  const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  if (overflow) found.push(`the page is ${overflow} px wider than the screen`);
  await page.close();
  return found.map((fault) => `${name} at ${width}: ${fault}`);
}

mkdirSync(out, { recursive: true });
const server = await startMockServer();
const browser = await chromium.launch({
  executablePath: findChromium(),
  chromiumSandbox: false,
  args: FLAGS,
});
/** @type {string[]} */
const found = [];
try {
  for (const width of WIDTHS)
    for (const name of Object.keys(SCREENS)) found.push(...(await shoot(browser, server, width, name)));
} finally {
  await browser.close();
  await server.close();
}
for (const fault of found) console.error(fault);
console.log(
  `${Object.keys(SCREENS).length * WIDTHS.length} pictures in frontend/screenshots, ${found.length} faults`,
);
process.exit(found.length ? 1 : 0);
