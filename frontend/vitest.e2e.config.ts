import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Browser tests against the whole stack as `make run` starts it; one stack and one browser serve all files. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    include: ["e2e/**/*.test.ts"],
    globalSetup: "./e2e/support/globalSetup.ts",
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
