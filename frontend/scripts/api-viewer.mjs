// Puts the viewer of the API's description beside the pages, so that /docs loads nothing from elsewhere.
import { cpSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const parts = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const viewer = fileURLToPath(new URL("../dist/viewer", import.meta.url));

mkdirSync(viewer, { recursive: true });
for (const file of ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"]) {
  cpSync(join(parts, file), join(viewer, file));
}
