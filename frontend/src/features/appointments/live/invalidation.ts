import type { QueryClient } from "@tanstack/react-query";
import type { StreamEvent } from "@/lib/eventStream";

const ALL = ["appointments"] as const;

/** The id in an `appointment.changed` event's data, or null where it cannot be read. */
export function changedId(data: string): string | null {
  try {
    const { id } = JSON.parse(data) as { id?: unknown };
    return typeof id === "string" ? id : null;
  } catch {
    return null;
  }
}

async function renew(client: QueryClient, ids: ReadonlySet<string>) {
  await client.invalidateQueries({ queryKey: [...ALL, "list"] });
  // Clients are kept in step with appointments, so what changes one may change the other.
  await client.invalidateQueries({ queryKey: ["clients"] });
  for (const id of ids) await client.invalidateQueries({ queryKey: [...ALL, "one", id] });
}

/**
 * Turns stream events into invalidated queries: what changes within `pause` milliseconds is asked for once, and
 * `resync` (or a change that cannot be read) renews everything.
 */
export function invalidator(client: QueryClient, pause = 200) {
  const ids = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    timer = null;
    const due = new Set(ids);
    ids.clear();
    void renew(client, due);
  };
  const renewAll = () => void client.invalidateQueries({ queryKey: ALL });

  const take = ({ event, data }: StreamEvent) => {
    if (event === "resync") return renewAll();
    if (event !== "appointment.changed") return;
    const id = changedId(data);
    if (id === null) return renewAll();
    ids.add(id);
    timer ??= setTimeout(flush, pause);
  };
  const stop = () => timer && clearTimeout(timer);
  return { take, renewAll, stop };
}
