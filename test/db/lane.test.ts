import { expect, test } from "vitest";
import { createLane, type LaneOptions } from "../../src/db/lane.ts";

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

const lost = () => Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });

/** A lane of words answered by their length; `work` may fail or wait before. */
function aLane(before: (words: readonly string[], batch: number) => Promise<void> | void = () => {}) {
  const batches: (readonly string[])[] = [];
  const options: LaneOptions<string, number> = {
    keyOf: (word) => word,
    work: async (words) => {
      batches.push(words);
      await before(words, batches.length);
      return new Map(words.map((word) => [word, word.length]));
    },
    mostSeats: 3,
    mostAtOnce: 4,
  };
  return { batches, lane: createLane(options) };
}

test("whoever comes while a batch is away leaves with the next, up to a bound", async () => {
  const { open, opened } = gate();
  const { lane, batches } = aLane(() => opened);

  const answers = ["a", "bb", "ccc", "d", "ee", "fff"].map((word) => lane.join(word));
  open();

  expect(await Promise.all(answers)).toEqual([1, 2, 3, 1, 2, 3]);
  expect(batches).toEqual([["a"], ["bb", "ccc", "d", "ee"], ["fff"]]);
});

test("the same key twice shares one answer, and is asked anew once it was given", async () => {
  const { lane, batches } = aLane();

  const [one, two] = await Promise.all([lane.join("word"), lane.join("word")]);
  const later = await lane.join("word");

  expect([one, two, later]).toEqual([4, 4, 4]);
  expect(batches).toEqual([["word"], ["word"]]);
});

test("one that fails is found by halving and fails nobody else", async () => {
  const { lane } = aLane((words) => {
    if (words.includes("bad")) throw new Error("refused");
  });

  const outcomes = await Promise.allSettled(["first", "a", "bad", "c", "d"].map((word) => lane.join(word)));

  expect(outcomes.map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
  ]);
  expect(outcomes[2]).toMatchObject({ reason: { message: "refused" } });
});

test("a lost connection leaves the outcome unknown: the same batch is sent again", async () => {
  const { lane, batches } = aLane((_, batch) => {
    if (batch < 3) throw lost();
  });

  const answer = await lane.join("again");

  expect(answer).toBe(5);
  expect(batches).toEqual([["again"], ["again"], ["again"]]);
});

test("where the database stays away everybody is told to come back, and the lane goes on", async () => {
  let isAway = true;
  const { lane } = aLane(() => {
    if (isAway) throw lost();
  });

  const outcomes = await Promise.allSettled(["a", "b", "c"].map((word) => lane.join(word)));
  isAway = false;

  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { status: 503, retryAfterSeconds: 2 } });
  expect(await lane.join("after")).toBe(5);
});

test("seats are bounded and come back once", () => {
  const { lane } = aLane();

  const leave = [lane.takeSeat(), lane.takeSeat(), lane.takeSeat()];
  const refused = lane.takeSeat();
  leave[0]?.();
  leave[0]?.();
  const again = [lane.takeSeat(), lane.takeSeat()];

  expect(refused).toBeUndefined();
  expect(again.map((seat) => seat !== undefined)).toEqual([true, false]);
});
