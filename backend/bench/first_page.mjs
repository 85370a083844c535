// Opens the page at argv[2] in the browser argv[3], with nothing cached; prints {milliseconds, urls} as JSON:
// how long until the sign-in can be typed into, and what was loaded for it.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const frontend = fileURLToPath(new URL("../../frontend/package.json", import.meta.url));
const { chromium } = createRequire(frontend)("playwright-core");
const [, , page, executablePath] = process.argv;

const browser = await chromium.launch({ executablePath, chromiumSandbox: false, args: ["--disable-gpu"] });

const tab = await browser.newPage();
const urls = [];
tab.on("response", (response) => response.ok() && response.request().method() === "GET" && urls.push(response.url()));
const begun = performance.now();
await tab.goto(page);
await tab.locator("input[type=email]").waitFor();
const milliseconds = performance.now() - begun;
await browser.close();
console.log(JSON.stringify({ milliseconds, urls }));
