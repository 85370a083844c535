import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setInterval } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { TEST_MS } from "./patience";

/** Where the running stack is: the application, the stand-in Cal.com, the database, and the secret that signs deliveries. */
export type Addresses = { app: string; calcom: string; webhookSecret: string; database: Database };
/** As the backend's own variables name it. */
type Database = { MONGODB_URL: string; DATABASE_NAME: string };

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** A developer's own settings would point the stack away from its embedded parts. */
const OWN_SETTINGS = /^(MONGODB_URL|REDIS_URL|DATABASE_NAME|CALCOM_.*|PUBLIC_URL|PORT|ENVIRONMENT)$/;

type State = { environment: Record<string, string>; parts: Record<string, { ready: boolean }> };

function readState(data: string): State | null {
  const file = join(data, "stack.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as State) : null;
}

/** stack.json lists every part from its first writing on. */
function isReady(state: State | null): state is State {
  return state !== null && Object.values(state.parts).every(({ ready }) => ready);
}

function launch(data: string, settings: Record<string, string>) {
  const said = openSync(join(data, "said.txt"), "a");
  const given = Object.entries(process.env).filter(([name]) => !OWN_SETTINGS.test(name));
  const command = ["-m", "entrypoints.dev", "--data", data, "--ports", "free"];
  const stdio = ["ignore", said, said] as const;
  return spawn(join(ROOT, ".venv/bin/python"), command, {
    cwd: ROOT,
    env: { ...Object.fromEntries(given), ...settings },
    stdio: [...stdio],
  });
}

async function readyState(data: string, isOver: () => boolean): Promise<State> {
  const deadline = Date.now() + TEST_MS;
  for await (const _ of setInterval(100)) {
    const state = readState(data);
    if (isReady(state)) return state;
    if (isOver() || Date.now() > deadline) break;
  }
  throw new Error(`The stack did not start.\n${readFileSync(join(data, "said.txt"), "utf8")}`);
}

function addressesIn(environment: Record<string, string>): Addresses {
  const told = (name: string) => environment[name] ?? "";
  return {
    app: told("PUBLIC_URL"),
    calcom: told("CALCOM_BASE_URL"),
    webhookSecret: told("CALCOM_WEBHOOK_SECRET"),
    database: { MONGODB_URL: told("MONGODB_URL"), DATABASE_NAME: told("DATABASE_NAME") },
  };
}

/** What a browser sees of a fault of ours is a 500; where it stood is told by the logs, which go with the folder. */
function sayUnhandledErrors(data: string) {
  const folder = join(data, "logs");
  if (!existsSync(folder)) return;
  const lines = readdirSync(folder).flatMap((log) => readFileSync(join(folder, log), "utf8").split("\n"));
  const told = lines.filter((line) => line.includes("unhandled_error"));
  if (told.length > 0) process.stderr.write(`${told.join("\n")}\n`);
}

export type RunningStack = { addresses: Addresses; stop: () => Promise<void> };

/**
 * Starts the one-command stack on free ports with its data in a new folder, with the settings that are named; `stop` ends it
 * and removes the folder.
 */
export async function startStack(settings: Record<string, string> = {}): Promise<RunningStack> {
  const data = mkdtempSync(join(tmpdir(), "coleta-e2e-"));
  const supervisor = launch(data, settings);
  const over = once(supervisor, "exit");
  const stop = async () => {
    supervisor.kill("SIGINT");
    await over;
    sayUnhandledErrors(data);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const { environment } = await readyState(data, () => supervisor.exitCode !== null);
    return { addresses: addressesIn(environment), stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}
