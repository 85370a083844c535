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

/**
 * Asks again for what was asked for. A first load that is under way may have read what was before the change, and cannot be
 * broken off: once it has come, it is asked for again.
 */
async function askAgain(client: QueryClient, queryKey: readonly unknown[]) {
  const firstLoads = client
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: "fetching", predicate: ({ state }) => state.data === undefined });
  await client.invalidateQueries({ queryKey });
  if (firstLoads.length === 0) return;
  await client.invalidateQueries({ queryKey, predicate: (query) => firstLoads.includes(query) });
}

function renew(client: QueryClient, ids: ReadonlySet<string>) {
  void askAgain(client, [...ALL, "list"]);
  for (const id of ids) void askAgain(client, [...ALL, "one", id]);
  // Clients are kept in step with appointments, so what changes one may change the other.
  void askAgain(client, ["clients"]);
}

/**
 * Turns stream events into invalidated queries: what changes within `pause` milliseconds is asked for once, and
 * `resync` (with which a stream that starts anew begins) or a change that cannot be read renews everything.
 */
export function invalidator(client: QueryClient, pause = 200) {
  const ids = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    timer = null;
    const due = new Set(ids);
    ids.clear();
    renew(client, due);
  };
  const renewAll = () => void askAgain(client, ALL);

  const take = ({ event, data }: StreamEvent) => {
    if (event === "resync") return renewAll();
    if (event !== "appointment.changed") return;
    const id = changedId(data);
    if (id === null) return renewAll();
    ids.add(id);
    timer ??= setTimeout(flush, pause);
  };
  const stop = () => timer && clearTimeout(timer);
  return { take, stop };
}
