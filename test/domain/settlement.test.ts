import { expect, test } from "vitest";
import { cents } from "../../src/domain/money.ts";
import {
  type ConditionalMatch,
  decideSettlement,
  failsAtDeadline,
  judgeConditions,
  type SettlementFacts,
  type ShortfallPolicy,
} from "../../src/domain/settlement.ts";

const facts: SettlementFacts = {
  mode: "all_or_nothing",
  goalCents: cents(10_000n),
  matchingCounts: true,
  giftsCents: cents(6_000n),
  matchesCents: cents(4_000n),
};
const failAndRefund: ShortfallPolicy = { kind: "fail_and_refund" };
const minimum = (value: bigint): ShortfallPolicy => ({ kind: "accept_minimum", minimumCents: cents(value) });
const topUp = (bps: bigint): ShortfallPolicy => ({ kind: "reserve_top_up", topUpMaxBps: bps });

test.each([
  [
    "equal to the goal is success",
    {},
    failAndRefund,
    0n,
    { outcome: "succeeded", reason: "goal_reached", topUpCents: 0n },
  ],
  [
    "one cent short fails by default",
    { giftsCents: cents(5_999n) },
    failAndRefund,
    0n,
    { outcome: "failed", reason: "goal_not_reached" },
  ],
  [
    "matches that do not count do not reach the goal (P6)",
    { matchingCounts: false },
    failAndRefund,
    0n,
    { outcome: "failed", reason: "goal_not_reached" },
  ],
  [
    "the declared minimum is accepted at equality",
    { giftsCents: cents(4_000n) },
    minimum(8_000n),
    0n,
    { outcome: "succeeded", reason: "minimum_accepted", topUpCents: 0n },
  ],
  [
    "one cent below the minimum fails",
    { giftsCents: cents(3_999n) },
    minimum(8_000n),
    0n,
    { outcome: "failed", reason: "goal_not_reached" },
  ],
  [
    "the reserve tops up to its share of the goal",
    { giftsCents: cents(5_000n) },
    topUp(1_000n),
    1_000n,
    { outcome: "succeeded", reason: "topped_up", topUpCents: 1_000n },
  ],
  [
    "not beyond its share",
    { giftsCents: cents(4_999n) },
    topUp(1_000n),
    5_000n,
    { outcome: "failed", reason: "goal_not_reached" },
  ],
  [
    "not beyond what the reserve holds",
    { giftsCents: cents(5_000n) },
    topUp(1_000n),
    999n,
    { outcome: "failed", reason: "goal_not_reached" },
  ],
  [
    "without any gift nothing is raised",
    { giftsCents: cents(0n), matchesCents: cents(0n) },
    topUp(10_000n),
    10_000n,
    { outcome: "failed", reason: "nothing_raised" },
  ],
  [
    "a campaign that keeps what it raises succeeds below its goal (P1)",
    { mode: "keep_what_you_raise", giftsCents: cents(1n) },
    failAndRefund,
    0n,
    { outcome: "succeeded", reason: "kept_what_was_raised", topUpCents: 0n },
  ],
] as const)("P5: %s", (_, change, policy, reserve, expected) => {
  expect(decideSettlement({ ...facts, ...change }, policy, cents(reserve))).toEqual(expected);
});

test.each([
  ["firm pledges and matches one cent below the goal fail at once", { giftsCents: cents(5_999n) }, true],
  ["at the goal they are charged", {}, false],
  ["without counted matches they fail", { matchingCounts: false }, true],
  [
    "a campaign that keeps what it raises never fails at once",
    { mode: "keep_what_you_raise", giftsCents: cents(0n) },
    false,
  ],
] as const)("P4: %s", (_, change, fails) => {
  expect(failsAtDeadline({ ...facts, ...change })).toBe(fails);
});

const conditional = (change: Partial<ConditionalMatch>): ConditionalMatch => ({
  id: "match",
  amountCents: 1_000n,
  isCounted: true,
  threshold: undefined,
  goalConditional: false,
  ...change,
});
const unmetOf = (more: Partial<SettlementFacts>, matches: readonly ConditionalMatch[], donors = 3) => {
  const { unmet, facts: left } = judgeConditions({ ...facts, ...more }, donors, matches);
  return { unmet: Object.fromEntries(unmet), matchesCents: left.matchesCents };
};

test("P6: matches that depend on the goal stand where it is reached counting them, to the cent", () => {
  const onGoal = [conditional({ id: "a", amountCents: 2_000n, goalConditional: true })];

  expect(unmetOf({}, onGoal)).toEqual({ unmet: {}, matchesCents: 4_000n });
  expect(unmetOf({ giftsCents: cents(5_999n) }, onGoal)).toEqual({
    unmet: { a: "goal_not_reached" },
    matchesCents: 2_000n,
  });
});

test("P6: where matching does not count, only the gifts reach the goal it depends on", () => {
  const onGoal = [conditional({ id: "a", goalConditional: true })];

  expect(unmetOf({ matchingCounts: false, giftsCents: cents(10_000n) }, onGoal).unmet).toEqual({});
  expect(unmetOf({ matchingCounts: false, giftsCents: cents(9_999n) }, onGoal).unmet).toEqual({
    a: "goal_not_reached",
  });
});

test("M15: thresholds look at captured gifts alone and fall first, then the goal is judged without them", () => {
  const matches = [
    conditional({ id: "four", amountCents: 1_000n, threshold: { uniqueDonors: 4, goalPercent: undefined } }),
    conditional({ id: "three", amountCents: 1_000n, threshold: { uniqueDonors: 3, goalPercent: 60 } }),
    conditional({ id: "goal", amountCents: 2_000n, goalConditional: true }),
  ];

  expect(unmetOf({}, matches, 3)).toEqual({
    unmet: { four: "threshold_not_held", goal: "goal_not_reached" },
    matchesCents: 1_000n,
  });
  expect(unmetOf({}, matches, 4)).toEqual({ unmet: {}, matchesCents: 4_000n });
});

test("F4: a disputed gift's conditional match falls with the others and was never counted", () => {
  const matches = [conditional({ id: "disputed", isCounted: false, amountCents: 9_000n, goalConditional: true })];

  expect(unmetOf({ giftsCents: cents(5_000n) }, matches)).toEqual({
    unmet: { disputed: "goal_not_reached" },
    matchesCents: 4_000n,
  });
});
