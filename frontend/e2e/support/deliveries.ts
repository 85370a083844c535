import { createHmac } from "node:crypto";
import type { Addresses } from "./stack";

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
