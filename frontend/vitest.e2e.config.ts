import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { STEP_MS, TEST_MS } from "./e2e/support/patience";

const PICTURES = "screens.test.ts";

/** The pictures come last: what they need in the clinic would be in the way of the others, and not the other way round. */
class PicturesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isPictures = (file: TestSpecification) => basename(file.moduleId) === PICTURES;
    const others = await super.sort(files.filter((file) => !isPictures(file)));
    return [...others, ...files.filter(isPictures)];
  }
}

/** Browser tests against the whole stack as `make run` starts it; one stack and one browser serve all files. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    include: ["e2e/**/*.test.ts"],
    globalSetup: "./e2e/support/globalSetup.ts",
    maxWorkers: 1,
    isolate: false,
    sequence: { sequencer: PicturesLast },
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    expect: { poll: { timeout: STEP_MS } },
  },
});
