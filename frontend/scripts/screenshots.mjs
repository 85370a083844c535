// Pictures of every screen at two widths, from the built application before the mock API, into frontend/screenshots.
// With names as arguments, only those screens. Each screen is also checked with axe: a serious fault ends the run with an error. Needs a Chromium: CHROMIUM or PATH.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startMockServer } from "./mockServer.mjs";
import { SCREENS } from "./screens.mjs";

/** @typedef {import("playwright-core").Page} Page */

const out = fileURLToPath(new URL("../screenshots", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [390, 1280];
const FLAGS = [
  "--disable-gpu",
  "--lang=pt-BR",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

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
const names = Object.keys(SCREENS).filter(
  (name) => process.argv.length < 3 || process.argv.slice(2).includes(name),
);
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
    for (const name of names) found.push(...(await shoot(browser, server, width, name)));
} finally {
  await browser.close();
  await server.close();
}
for (const fault of found) console.error(fault);
console.log(`${names.length * WIDTHS.length} pictures in frontend/screenshots, ${found.length} faults`);
process.exit(found.length ? 1 : 0);
