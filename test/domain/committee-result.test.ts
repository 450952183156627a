import { describe, expect, test } from "vitest";
import { type Case, decideSession, meanScore, type Rules, reachesMajority } from "../../src/domain/committee/result.ts";
import { cents } from "../../src/domain/money.ts";

const RULES: Rules = {
  quorum: { kind: "share", percent: 50 },
  majority: "simple",
  criteria: [
    { weight: 3, scale: 5 },
    { weight: 1, scale: 3 },
  ],
  envelopeCents: cents(100_000n),
  availableCents: cents(1_000_000n),
};

const votesFor = (...amounts: readonly bigint[]) =>
  amounts.map((one) => ({ vote: "for" as const, amountCents: cents(one) }));
const AGAINST = { vote: "against" as const, amountCents: undefined };
const ABSTAIN = { vote: "abstain" as const, amountCents: undefined };

const aCase = (id: string, more: Partial<Case> = {}): Case => ({
  id,
  askedCents: cents(60_000n),
  eligible: 3,
  votes: votesFor(60_000n, 50_000n, 40_000n),
  scores: [[5, 3]],
  isOver: false,
  ...more,
});

const outcomes = (cases: readonly Case[], rules: Partial<Rules> = {}) =>
  decideSession({ ...RULES, ...rules }, cases).map(({ id, reason, rank, amountCents }) => [
    id,
    reason,
    rank,
    amountCents,
  ]);

test("scores are exact shares: weights over different scales, and their mean", () => {
  const { numerator, denominator } = meanScore(RULES.criteria, [
    [5, 1],
    [2, 3],
  ]);

  // (3·5/5 + 1·1/3 + 3·2/5 + 1·3/3) / (2 members · 4)
  expect(numerator * 120n).toBe(83n * denominator);
  expect(meanScore(RULES.criteria, [])).toEqual({ numerator: 0n, denominator: 1n });
});

describe("what a session decides", () => {
  test("each gets the middle of its supporters' amounts, by rank, while the envelope holds; then nobody overtakes", () => {
    const cases = [
      aCase("low", { scores: [[1, 0]], askedCents: cents(1_000n), votes: votesFor(1_000n, 1_000n) }),
      aCase("best"),
      aCase("second", { scores: [[4, 3]], votes: votesFor(60_000n, 60_000n) }),
    ];

    expect(outcomes(cases)).toEqual([
      ["low", "no_money_left", 3, 0n],
      ["best", "granted_whole", 1, 50_000n],
      ["second", "granted_what_was_left", 2, 50_000n],
    ]);
    expect(outcomes(cases, { availableCents: cents(0n) }).map(([, reason]) => reason)).toEqual(
      Array.from({ length: 3 }, () => "no_money_left"),
    );
  });

  test("at a tie the smaller request comes first, then the earlier one", () => {
    const cases = [aCase("a"), aCase("b", { askedCents: cents(40_000n) }), aCase("c")];

    expect(outcomes(cases).map(([id, , rank]) => [id, rank])).toEqual([
      ["a", 2],
      ["b", 1],
      ["c", 3],
    ]);
  });

  test.each([
    [[AGAINST, ...votesFor(1_000n), ABSTAIN], "no_majority"],
    [[...votesFor(1_000n)], "no_quorum"],
    [[], "no_quorum"],
    [[ABSTAIN, ABSTAIN], "no_majority"],
    [[ABSTAIN, ...votesFor(1_000n)], "granted_whole"],
  ])("votes %#: %s", (votes, reason) => {
    expect(outcomes([aCase("x", { votes })]).map((one) => one[1])).toEqual([reason]);
  });

  test("an application whose campaign has ended gets nothing, whatever the votes", () => {
    expect(outcomes([aCase("x", { isOver: true })])).toEqual([["x", "campaign_over", undefined, 0n]]);
  });
});

test.each([
  ["simple", 2, 1, 9, true],
  ["absolute", 2, 1, 1, false],
  ["absolute", 3, 1, 1, true],
  ["two_thirds", 2, 1, 5, true],
  ["two_thirds", 3, 2, 0, false],
] as const)(
  "%s majority of %i for, %i against, %i abstaining: %s",
  (majority, votesFor, votesAgainst, abstentions, is) => {
    expect(reachesMajority(majority, { eligible: 20, votesFor, votesAgainst, abstentions })).toBe(is);
  },
);
