import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backoff } from "../backoff";
import { keepEventStream, type StreamEvent, type StreamState } from "../eventStream";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** A far side that answers each opening with the next of `answers`, and records what it was asked for. */
function play(answers: Array<() => Response>, patience: { greeting?: number; silence?: number } = {}) {
  const asked: Array<string | null> = [];
  const signals: AbortSignal[] = [];
  const events: StreamEvent[] = [];
  const states: StreamState[] = [];
  const close = keepEventStream({
    open: async (lastEventId, signal) => {
      asked.push(lastEventId);
      signals.push(signal);
      const answer = answers[asked.length - 1];
      if (!answer) return new Promise<Response>(() => undefined);
      return answer();
    },
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    wait: (attempt) => 100 * (attempt + 1),
    greeting: 1000,
    silence: 1000,
    ...patience,
  });
  return { asked, signals, events, states, close };
}

function stream(...chunks: string[]): Response {
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
}

const refusal = () => new Response(null, { status: 503 });

test("events are read across chunks, comments left out, and the next opening resumes after the last id", async () => {
  const far = play([() => stream(": ping\n\nid: 7\nevent: appointment.ch", 'anged\ndata: {"id":"a"}\n\n')]);
  await vi.advanceTimersByTimeAsync(150);
  expect(far.events).toEqual([{ event: "appointment.changed", data: '{"id":"a"}' }]);
  expect(far.states).toEqual(["connecting", "live", "down"]);
  expect(far.asked).toEqual([null, "7"]);
  far.close();
});

test("failures wait longer each time, and a stream that lived starts the count anew", async () => {
  const far = play([refusal, refusal, () => stream(": ola\n\n"), refusal]);
  await vi.advanceTimersByTimeAsync(99);
  expect(far.asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(far.asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(200);
  expect(far.asked).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(100);
  expect(far.asked).toHaveLength(4);
  far.close();
});

test("a page that is no event stream, as a proxy may send, is a failure", async () => {
  const far = play([() => new Response("<html>", { headers: { "Content-Type": "text/html" } })]);
  await vi.advanceTimersByTimeAsync(1);
  expect(far.states).toEqual(["connecting", "down"]);
  far.close();
});

/** An opening that says `chunks`, and then nothing. */
function held(...chunks: string[]): Response {
  const start = (controller: ReadableStreamDefaultController) => {
    for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
  };
  return new Response(new ReadableStream({ start }), { headers: { "Content-Type": "text/event-stream" } });
}

test("a stream that a proxy holds back is never live", async () => {
  const far = play([() => held()], { greeting: 500 });
  await vi.advanceTimersByTimeAsync(499);
  expect(far.states).toEqual(["connecting"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(far.states).toEqual(["connecting", "down"]);
  expect(far.signals[0]?.aborted).toBe(true);
  far.close();
});

test("a stream that greeted is left in peace for as long as its comments may take", async () => {
  const far = play([() => held(": ola\n\n")], { greeting: 100, silence: 500 });
  await vi.advanceTimersByTimeAsync(499);
  expect(far.states).toEqual(["connecting", "live"]);
  expect(far.signals[0]?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(far.signals[0]?.aborted).toBe(true);
  far.close();
});

test("an opening that never answers is hung up, and closing ends everything", async () => {
  const far = play([], { greeting: 500 });
  await vi.advanceTimersByTimeAsync(499);
  expect(far.signals[0]?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(far.signals[0]?.aborted).toBe(true);
  far.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(far.asked).toHaveLength(1);
});

test("the backoff doubles up to half a minute, spread over its upper half", () => {
  expect([0, 1, 2, 9].map((attempt) => backoff(attempt, () => 1))).toEqual([1000, 2000, 4000, 30_000]);
  expect(backoff(9, () => 0)).toBe(15_000);
});
