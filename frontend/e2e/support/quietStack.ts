import { setInterval } from "node:timers/promises";
import { TEST_MS } from "./patience";
import { type Addresses, type RunningStack, startStack } from "./stack";
import { signInByApi } from "./staff";

/** For the clock to ask for no reconciliation while tests run: it would find what they let Cal.com lose. */
const ONE_RUN_A_DAY = { CALCOM_RECONCILE_MINUTES: "1440" };

type Run = { ended_at: string | null };

async function firstRunsOver(at: Addresses) {
  const headers = { Authorization: `Bearer ${await signInByApi(at, "gestor")}` };
  const deadline = Date.now() + TEST_MS;
  for await (const _ of setInterval(250)) {
    const answer = await fetch(`${at.app}/api/v1/calcom/runs`, { headers });
    if (!answer.ok) throw new Error(`runs: ${answer.status} ${await answer.text()}`);
    const { items } = (await answer.json()) as { items: Run[] };
    if (items.length > 0 && items.every((run) => run.ended_at !== null)) return;
    if (Date.now() > deadline) break;
  }
  throw new Error("The first reconciliations did not end.");
}

/** Starts a stack that reconciles only when it is asked to, once the runs that every stack begins with are over. */
export async function startQuietStack(): Promise<RunningStack> {
  const stack = await startStack(ONE_RUN_A_DAY);
  await firstRunsOver(stack.addresses).catch(async (failure) => {
    await stack.stop();
    throw failure;
  });
  return stack;
}
