// Fails the build when the first load's scripts, compressed, pass the budget (issue 4: 250 kB).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET = 250_000;
const dist = fileURLToPath(new URL("../dist", import.meta.url));
/** @type {Record<string, {file: string, imports?: string[]}>} */
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/** The chunk and everything it imports at once (not what is loaded later). */
function closure(/** @type {string} */ name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const imported of manifest[name]?.imports ?? []) closure(imported, seen);
  return seen;
}

let total = 0;
for (const name of closure("index.html")) {
  total += gzipSync(readFileSync(join(dist, manifest[name]?.file ?? ""))).length;
}
console.log(`First load: ${(total / 1000).toFixed(1)} kB of compressed script (budget ${BUDGET / 1000} kB)`);
if (total > BUDGET) process.exit(1);
