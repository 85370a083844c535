import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { STEP_MS, TEST_MS } from "./e2e/support/patience";

/** Browser tests against the whole stack as `make run` starts it; one stack and one browser serve all files. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    include: ["e2e/**/*.test.ts"],
    globalSetup: "./e2e/support/globalSetup.ts",
    maxWorkers: 1,
    isolate: false,
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    expect: { poll: { timeout: STEP_MS } },
  },
});
