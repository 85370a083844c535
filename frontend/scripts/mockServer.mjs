// Serves the built application and, behind /api, the mock API of src/testing: for screenshots and browser checks.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { getResponse } from "msw";
import { createServer as createVite } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** The demo clinic, read through Vite because it is TypeScript. */
async function loadDemo() {
  const vite = await createVite({
    root,
    server: { middlewareMode: true },
    appType: "custom",
    logLevel: "error",
  });
  const { demo } = await vite.ssrLoadModule("/src/testing/demo.ts");
  return { vite, ...demo() };
}

/** @param {import("node:http").IncomingMessage} message @param {string} origin */
function requestOf(message, origin) {
  const { method = "GET", headers, url = "/" } = message;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(url, origin), {
    method,
    headers: /** @type {Record<string, string>} */ (headers),
    ...(hasBody && { body: Readable.toWeb(message), duplex: "half" }),
  });
}

/** @param {import("node:http").ServerResponse} reply @param {Response | undefined} answer */
function send(reply, answer) {
  reply.writeHead(answer?.status ?? 501, Object.fromEntries(answer?.headers ?? []));
  if (answer?.body)
    Readable.fromWeb(/** @type {any} */ (answer.body))
      .on("error", () => reply.end())
      .pipe(reply);
  else reply.end();
}

/** @param {import("node:http").ServerResponse} reply @param {string} path */
function sendFile(reply, path) {
  const wanted = join(dist, path);
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, "index.html");
  const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? "application/octet-stream";
  reply.writeHead(200, { "Content-Type": type });
  createReadStream(file).pipe(reply);
}

/** Starts on a free port; `state` is the mock API's, `close` ends everything. */
export async function startMockServer() {
  const { vite, state, handlers } = await loadDemo();
  const server = createServer(async (message, reply) => {
    const { pathname } = new URL(message.url ?? "/", origin);
    if (!pathname.startsWith("/api/")) return sendFile(reply, pathname);
    send(reply, await getResponse(handlers, requestOf(message, origin)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await vite.close();
  };
  return { origin, state, close };
}
