import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), "directions-"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.app.json"])
    cpSync(join(root, file), join(house, file));
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

function plant(path: string, text: string) {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

type Report = { summary: { violations: Array<{ from: string; rule: { name: string } }> } };

/** What the rules find in what was planted: each rule with the file that breaks it. */
function violations(): string[][] {
  const command = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const options = ["src", "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
  const report = JSON.parse(
    String(execFileSync(process.execPath, [command, ...options], { cwd: house })),
  ) as Report;
  return report.summary.violations.map(({ rule, from }) => [rule.name, from]).sort();
}

test("each planted violation is found, and nothing else", () => {
  const planted = [
    ["feature-imports-feature", "src/features/x/a.ts", "src/features/y/b.ts"],
    ["feature-imports-upward", "src/features/x/c.ts", "src/pages/b.ts"],
    ["generated-client-behind-api", "src/features/x/d.ts", "src/api/generated/b.ts"],
    ["lib-imports-api", "src/lib/a.ts", "src/api/b.ts"],
    ["lib-or-api-imports-components", "src/api/a.ts", "src/components/b.ts"],
    ["page-imports-app", "src/pages/a.ts", "src/app/b.ts"],
    ["product-imports-testing", "src/pages/c.ts", "src/testing/b.ts"],
    ["shared-imports-upward", "src/components/a.ts", "src/features/y/b.ts"],
  ] as const;
  for (const [, from, to] of planted) {
    plant(to, "export const b = 1;\n");
    plant(from, `export { b } from "@/${to.slice(4, -3)}";\n`);
  }
  expect(violations()).toEqual(planted.map(([rule, from]) => [rule, from]));
});

test("a cycle is found", () => {
  plant("src/lib/a.ts", 'import { b } from "./b";\nexport const a = () => b;\n');
  plant("src/lib/b.ts", 'import { a } from "./a";\nexport const b = () => a;\n');
  expect(violations().map(([rule]) => rule)).toContain("cycle");
});

test("the ways that are allowed break no rule", () => {
  plant("src/features/x/b.ts", "export const b = 1;\n");
  plant("src/features/x/a.ts", 'export { b } from "@/features/x/b";\n');
  plant("src/pages/p.ts", 'export { b } from "@/features/x/a";\n');
  expect(violations()).toEqual([]);
});
