import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, expect, inject } from "vitest";
import { fillAgenda } from "./support/clinic";
import { deliver } from "./support/deliveries";
import { accessibilityFaults, overflow } from "./support/faults";
import { PEOPLE, type Screen } from "./support/screens";
import { test } from "./support/test";

const PICTURES = fileURLToPath(new URL("../screenshots", import.meta.url));
const WIDTHS = [390, 1280];
const HEIGHT = 844;

let uids = new Map<string, string>();

beforeAll(async () => {
  const running = inject("running");
  if (!running) return;
  uids = await fillAgenda(running);
  await deliver(running, "false");
});

/** What is wrong with a screen at a width, one line each; its picture is kept. */
async function faultsOf(page: Page, home: string, screen: Screen, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: HEIGHT });
  await page.goto(home + screen.path);
  await screen.show(page);
  await page.screenshot({ path: `${PICTURES}/${screen.name}-${width}.png` });
  const found = await accessibilityFaults(page);
  const excess = await overflow(page);
  if (excess > 0) found.push(`${excess} px wider than the screen`);
  return found.map((fault) => `${screen.name} at ${width}: ${fault}`);
}

for (const { who, home, arrive, screens } of PEOPLE) {
  test(`what ${who} sees is accessible and fits a phone and a desktop`, async ({ at, open }) => {
    const page = await open();
    await arrive(page, at);
    const found: string[] = [];
    for (const screen of screens(uids))
      for (const width of WIDTHS) found.push(...(await faultsOf(page, home(at), screen, width)));
    expect(found).toEqual([]);
  });
}
