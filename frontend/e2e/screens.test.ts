import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, expect, inject, vi } from "vitest";
import { fillAgenda } from "./support/clinic";
import { fillCrew } from "./support/crew";
import { deliver } from "./support/deliveries";
import { accessibilityFaults, overflow } from "./support/faults";
import { REFUSED, TORN } from "./support/panelScreens";
import { TEST_MS } from "./support/patience";
import { unseenRoutes } from "./support/routes";
import { PEOPLE, type Screen } from "./support/screens";
import { disagree } from "./support/sides";
import { test } from "./support/test";

const PICTURES = fileURLToPath(new URL("../screenshots", import.meta.url));
const WIDTHS = [390, 1280];
const HEIGHT = 844;
/** A dozen screens in one test, a clinic's week before them: on a loaded machine they take their time. */
const UNHURRIED = TEST_MS;

let uids = new Map<string, string>();
/** Where the pictures were taken. */
const seen = new Set<string>();

beforeAll(async () => {
  const running = inject("running");
  if (!running) return;
  uids = await fillAgenda(running);
  await fillCrew(running);
  await disagree(running, REFUSED, TORN, uids.get(TORN) ?? "");
  // The last, so that it stands on the first page of the deliveries; with a blank, for another test sends it without.
  await deliver(running, "false ");
}, UNHURRIED);

/** What is wrong with the page at a width, one line each; its picture is kept. */
async function faultsAt(page: Page, width: number, name: string): Promise<string[]> {
  await page.setViewportSize({ width, height: HEIGHT });
  await page.screenshot({ path: `${PICTURES}/${name}-${width}.png` });
  const found = await accessibilityFaults(page);
  const excess = await overflow(page);
  if (excess > 0) found.push(`${excess} px wider than the screen`);
  return found.map((fault) => `${name} at ${width}: ${fault}`);
}

async function faultsOf(page: Page, home: string, { name, path, show, closes }: Screen): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    if (closes) await page.setViewportSize({ width, height: HEIGHT });
    if (closes || width === WIDTHS[0]) {
      await page.goto(home + path);
      await show(page);
    }
    found.push(...(await faultsAt(page, width, name)));
  }
  seen.add(new URL(page.url()).pathname);
  return found;
}

for (const { who, home, arrive, screens } of PEOPLE) {
  test(`${who}: every screen is accessible and fits a phone and a desktop`, { timeout: UNHURRIED }, async ({
    at,
    open,
  }) => {
    const page = await open({ viewport: { width: 390, height: HEIGHT } });
    await arrive(page, at);
    const found: string[] = [];
    for (const screen of screens(uids)) found.push(...(await faultsOf(page, home(at), screen)));
    expect(found).toEqual([]);
  });
}

test("no page of the application was left out", async ({ at }) => {
  // All that the application asks of a browser before it shows anything.
  vi.stubGlobal("window", { location: new URL(at.app) });
  const { routes } = await import("@/app/routes");
  vi.unstubAllGlobals();
  expect(unseenRoutes(routes, seen)).toEqual([]);
});
