import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { BrowserContext, ConsoleMessage, Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Chromium reports every refusal as an error. These are the right answers: not signed in (yet), a duplicate, and Cal.com's own. */
const REFUSALS: ReadonlyArray<readonly [status: string, path: RegExp]> = [
  ["401", /^\/api\/v1\/auth\/(refresh|login)$/],
  ["409", /^\/api\/v1\/appointments$/],
  ["422", /^\/clinica-demo\//],
  ["404", /^\/booking\//],
  ["404", /^\/clinica-demo\/coleta-noronha\/embed$/],
  ["400", /^\/clinica-demo\//],
  ["503", /^\/embed\/embed\.js$/],
];

function isExpected(message: ConsoleMessage): boolean {
  const { url } = message.location();
  if (!message.text().startsWith("Failed to load resource") || !URL.canParse(url)) return false;
  const { pathname } = new URL(url);
  return REFUSALS.some(([status, path]) => message.text().includes(status) && path.test(pathname));
}

/** Collects what goes wrong on any page of the context: console errors, uncaught errors, policy violations. */
export async function watch(context: BrowserContext): Promise<string[]> {
  const faults: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message)) faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`uncaught: ${error.error()}`));
  await context.exposeFunction("reportViolation", (text: string) => faults.push(`policy: ${text}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      const { reportViolation } = globalThis as unknown as { reportViolation: (text: string) => void };
      reportViolation(`${violatedDirective} ${blockedURI}`);
    });
  });
  return faults;
}

/** Serious accessibility faults on the page (axe-core), one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" | ")}`);
}

/** How many CSS pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
