import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { type Addresses, ROOT } from "./stack";

/** What Cal.com sent of a booking, or would have, had it not been lost; its last delivery. */
export async function sentOf(at: Addresses, uid: string): Promise<string> {
  const answer = await fetch(`${at.calcom}/sandbox/deliveries`);
  const sent = (await answer.json()) as Array<{ uid: string | null; body: string }>;
  const found = sent.findLast((delivery) => delivery.uid === uid);
  if (!found) throw new Error("Cal.com sent nothing of this booking.");
  return found.body;
}

/** Leaves a delivery that every worker was killed over, until its attempts were used up: the next one gives it up. */
export async function leaveWornOut(at: Addresses, body: string) {
  const helper = spawn(join(ROOT, ".venv/bin/python"), ["-m", "tests.worn_out_delivery"], {
    cwd: join(ROOT, "backend"),
    env: { ...process.env, ...at.database },
    stdio: ["pipe", "inherit", "inherit"],
  });
  helper.stdin.end(body);
  const [code] = await once(helper, "exit");
  if (code !== 0) throw new Error(`The delivery could not be left: exit code ${code}`);
}

/** Posts a body to the webhook as Cal.com would, signed with the stack's secret; the delivery's id. */
export async function deliver(at: Addresses, body: string): Promise<string> {
  const signature = createHmac("sha256", at.webhookSecret).update(body).digest("hex");
  const answer = await fetch(`${at.app}/api/v1/calcom/webhook`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Cal-Signature-256": signature },
    body,
  });
  if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { delivery_id: string }).delivery_id;
}
