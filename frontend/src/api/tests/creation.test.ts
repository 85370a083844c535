import { expect, test } from "vitest";
import { Creations } from "../creation";
import { ApiError } from "../problem";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Sends each of `contents` in turn; those whose answer is an error fail with it. Gives the keys that were sent. */
async function sent(...contents: Array<[content: unknown, error?: Error]>): Promise<string[]> {
  const creations = new Creations();
  const keys: string[] = [];
  for (const [content, error] of contents) {
    const answer = creations.run(content, async (key) => {
      keys.push(key);
      if (error) throw error;
      return key;
    });
    await answer.catch(() => undefined);
  }
  return keys;
}

const lost = new ApiError(0);
const away = new ApiError(503);
const refused = new ApiError(422);

test("what may have been created is sent again with its key", async () => {
  const [first, second, third] = await sent(
    [{ name: "Ana" }, lost],
    [{ name: "Ana" }, away],
    [{ name: "Ana" }],
  );
  expect(first).toMatch(UUID);
  expect([second, third]).toEqual([first, first]);
});

test("other content has a key of its own, and the first keeps its", async () => {
  const [ana, bia, again] = await sent([{ name: "Ana" }, lost], [{ name: "Bia" }, lost], [{ name: "Ana" }]);
  expect(bia).not.toBe(ana);
  expect(again).toBe(ana);
});

test.each([undefined, refused])(
  "once it is known what became of it, the same content is a new create",
  async (end) => {
    const [first, second] = await sent([{ name: "Ana" }, end], [{ name: "Ana" }]);
    expect(second).not.toBe(first);
  },
);

test("a file is known by its name, size and time", async () => {
  const file = (content: string) => new File([content], "dia.csv", { lastModified: 1 });
  const [first, same, other] = await sent([file("a;b"), lost], [file("a;b"), lost], [file("a;b;c")]);
  expect(same).toBe(first);
  expect(other).not.toBe(first);
});
