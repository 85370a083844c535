import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { test as base, expect, inject } from "vitest";
import { watch } from "./faults";
import { STEP_MS } from "./patience";
import type { Addresses } from "./stack";

const running = inject("running");
const DESKTOP = { width: 1280, height: 900 };

let connection: Promise<Browser> | undefined;

async function newContext(options: BrowserContextOptions) {
  connection ??= chromium.connect(running?.browser ?? "");
  const context = await (await connection).newContext({
    locale: "pt-BR",
    timezoneId: "America/Sao_Paulo",
    viewport: DESKTOP,
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(STEP_MS);
  return context;
}

type Fixtures = {
  /** Where the stack is. */
  at: Addresses;
  /** A page of a person of their own (no cookie shared). The test fails if anything went wrong on any of its pages. */
  open: (options?: BrowserContextOptions) => Promise<Page>;
};

const withFixtures = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that are used from the pattern
  at: async ({}, use) => {
    await use(running as Addresses);
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  open: async ({}, use) => {
    const opened: Array<{ faults: string[]; close: () => Promise<void> }> = [];
    await use(async (options = {}) => {
      const context = await newContext(options);
      opened.push({ faults: await watch(context), close: () => context.close() });
      return context.newPage();
    });
    for (const { close } of opened) await close();
    expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
  },
});

/** A test of the running stack; skipped where there is no browser (globalSetup.ts says so). */
export const test = withFixtures.skipIf(!running);
