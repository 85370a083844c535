import type { TestProject } from "vitest/node";
import { findChromium, startBrowser } from "./chromium";
import { startQuietStack } from "./quietStack";
import type { Addresses } from "./stack";

declare module "vitest" {
  export interface ProvidedContext {
    /** null: no Chromium was found, so the tests are skipped. */
    running: (Addresses & { browser: string }) | null;
  }
}

const MISSING = "chromium was not found: browser tests need it: apt-get install chromium";

/** Starts stack and browser once for all files; without a Chromium it says so, and fails if REQUIRE_TOOLS=1. */
export default async function setUp(project: TestProject) {
  const path = findChromium();
  if (!path && process.env.REQUIRE_TOOLS === "1") throw new Error(MISSING);
  if (!path) {
    process.stderr.write(`\nALL BROWSER TESTS ARE SKIPPED: ${MISSING}\n\n`);
    project.provide("running", null);
    return;
  }
  const browser = await startBrowser(path);
  const { addresses, stop } = await startQuietStack().catch(async (failure) => {
    await browser.close();
    throw failure;
  });
  project.provide("running", { ...addresses, browser: browser.wsEndpoint() });
  return async () => {
    await browser.close();
    await stop();
  };
}
