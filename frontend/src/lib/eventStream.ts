import { createParser } from "eventsource-parser";
import { backoff } from "./backoff";

/** One server-sent event: its name and its data as text. */
export type StreamEvent = { event: string; data: string };
export type StreamState = "connecting" | "live" | "down";

export type StreamOptions = {
  /** Opens the stream; `lastEventId` is null until an id has been seen. */
  open: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
  onEvent: (event: StreamEvent) => void;
  /** Called at each change; `live` only once something came: a proxy may let a stream begin and hold back what it says. */
  onState: (state: StreamState) => void;
  /** Milliseconds before attempt `n` after a failure. */
  wait?: (attempt: number) => number;
  /** An opening that brings nothing for so many milliseconds is given up (the server greets at once). */
  greeting?: number;
  /** A stream silent for so many milliseconds is taken for dead (the server sends a comment every 15 s). */
  silence?: number;
};

/** Keeps one event stream open, across failures and silences, until the returned function is called. */
export function keepEventStream(options: StreamOptions): () => void {
  const stop = new AbortController();
  void run(options, stop.signal);
  return () => stop.abort();
}

async function run(options: StreamOptions, stopped: AbortSignal): Promise<void> {
  const position = { id: null as string | null };
  options.onState("connecting");
  for (let failures = 0; !stopped.aborted; failures++) {
    if (await readOnce(options, position, stopped)) failures = 0;
    if (stopped.aborted) return;
    options.onState("down");
    await pause((options.wait ?? backoff)(failures), stopped);
  }
}

/** One connection from open to end; true when events could flow. */
async function readOnce(options: StreamOptions, position: { id: string | null }, stopped: AbortSignal) {
  const connection = new AbortController();
  const hangUp = () => connection.abort();
  const watchdog = watch(options.greeting ?? 10_000, hangUp);
  stopped.addEventListener("abort", hangUp);
  let live = false;
  try {
    const response = await options.open(position.id, connection.signal);
    if (!isEventStream(response)) return false;
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    connection.signal.addEventListener("abort", () => void reader?.cancel().catch(() => undefined));
    await pump(reader, position, options.onEvent, () => {
      watchdog.restart(options.silence ?? 45_000);
      if (!live) options.onState("live");
      live = true;
    });
  } catch {
    // A lost connection is the ordinary end of a stream: the caller waits and opens the next.
  } finally {
    watchdog.clear();
    stopped.removeEventListener("abort", hangUp);
  }
  return live;
}

function isEventStream(response: Response): boolean {
  const type = response.headers.get("Content-Type") ?? "";
  return response.ok && type.startsWith("text/event-stream");
}

async function pump(
  reader: ReadableStreamDefaultReader<string> | undefined,
  position: { id: string | null },
  onEvent: StreamOptions["onEvent"],
  onBytes: () => void,
) {
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      if (id !== undefined) position.id = id || null;
      onEvent({ event: event ?? "message", data });
    },
  });
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    onBytes();
    parser.feed(chunk.value);
  }
}

function watch(milliseconds: number, onSilence: () => void) {
  let timer = setTimeout(onSilence, milliseconds);
  return {
    clear: () => clearTimeout(timer),
    restart: (next: number) => {
      clearTimeout(timer);
      timer = setTimeout(onSilence, next);
    },
  };
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const finish = () => {
      clearTimeout(timer);
      resolve();
    };
    stopped.addEventListener("abort", finish, { once: true });
  });
}
