// Makes src/api/generated from openapi.json. With --check: fails when the committed client is stale.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@hey-api/openapi-ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const committed = join(root, "src/api/generated");

/** Writes the client for openapi.json into the folder `output`, replacing what is there. */
async function generate(/** @type {string} */ output) {
  await createClient({
    input: join(root, "openapi.json"),
    output: { path: output },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
    logs: { level: "error" },
  });
}

/** Whether two folders hold the same files. */
function isSame(/** @type {string} */ one, /** @type {string} */ other) {
  return spawnSync("diff", ["-r", one, other], { stdio: "inherit" }).status === 0;
}

async function check() {
  const fresh = mkdtempSync(join(tmpdir(), "api-client-"));
  try {
    await generate(fresh);
    if (isSame(committed, fresh)) return;
    console.error("src/api/generated is stale: run `npm run generate` and commit the result.");
    process.exitCode = 1;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

await (process.argv.includes("--check") ? check() : generate(committed));
