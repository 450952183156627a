import { expect, test } from "vitest";
import { evaluateRule, evaluateRules, type RuleWithUsage } from "../../../src/domain/matching/evaluate.ts";
import type { GiftFacts, RuleUsage } from "../../../src/domain/matching/facts.ts";
import type { Formula, MatchingRule } from "../../../src/domain/matching/rule.ts";
import { cents } from "../../../src/domain/money.ts";
import { fc } from "../../support/property.ts";
import { aGift, aRule, noUsage, ratio } from "../../support/rules.ts";

type Room = { readonly potRemainingCents: bigint; readonly ceilingRemainingCents?: bigint };

const ask = (
  rule: Partial<MatchingRule>,
  gift: Partial<GiftFacts>,
  usage: Partial<RuleUsage>,
  { potRemainingCents, ceilingRemainingCents }: Room = { potRemainingCents: 1_000_000n },
) =>
  evaluateRule(aRule(rule), aGift(gift), {
    ...noUsage(usage),
    potRemainingCents: cents(potRemainingCents),
    ceilingRemainingCents: ceilingRemainingCents === undefined ? undefined : cents(ceilingRemainingCents),
  });

const lump = (
  lumpCents: bigint,
  more: { uniqueDonors?: number; goalPercent?: number } = { uniqueDonors: 1 },
): Formula => ({
  kind: "threshold",
  uniqueDonors: more.uniqueDonors,
  goalPercent: more.goalPercent,
  reward: { kind: "lump", lumpCents: cents(lumpCents) },
});

const better = (uniqueDonors: number, goalPercent: number): Formula => ({
  kind: "threshold",
  uniqueDonors,
  goalPercent,
  reward: { kind: "ratio", ratio: { numerator: 2n, denominator: 1n } },
});

const at = (uniqueDonors: number, raisedCents: bigint) => ({
  progress: { uniqueDonors, raisedCents: cents(raisedCents) },
});

test.each<[string, Partial<MatchingRule>, Partial<GiftFacts>, Partial<RuleUsage>, bigint, string]>([
  ["one for one", {}, {}, {}, 5_000n, "formula"],
  ["one for two is floored (A3)", { formula: ratio(1n, 2n) }, { baseCents: cents(5_001n) }, {}, 2_500n, "formula"],
  ["two for three is floored once (A3)", { formula: ratio(2n, 3n) }, { baseCents: cents(1_000n) }, {}, 666n, "formula"],
  [
    "the gift's cap bounds after the ratio",
    { capPerGiftCents: cents(4_000n), formula: ratio(2n, 1n) },
    {},
    {},
    4_000n,
    "cap_per_gift",
  ],
  [
    "of two caps of one size the first is named",
    { capPerGiftCents: cents(4_000n), capPerDonorCents: cents(4_000n) },
    {},
    {},
    4_000n,
    "cap_per_gift",
  ],
  ["a cap as large as the answer did not bind", { capPerGiftCents: cents(5_000n) }, {}, {}, 5_000n, "formula"],
  [
    "the donor's cap bounds what is left of it",
    { capPerDonorCents: cents(6_000n) },
    {},
    { usedByDonorCents: cents(4_500n) },
    1_500n,
    "cap_per_donor",
  ],
  [
    "a donor over a lowered cap gets nothing, and loses nothing (M8)",
    { capPerDonorCents: cents(1_000n) },
    {},
    { usedByDonorCents: cents(4_500n) },
    0n,
    "cap_per_donor",
  ],
  [
    "the campaign's cap bounds",
    { capPerCampaignCents: cents(400_000n) },
    {},
    { usedByCampaignCents: cents(399_999n) },
    1n,
    "cap_per_campaign",
  ],
  [
    "the period's cap bounds",
    { capPerPeriodCents: cents(8_000n), capPeriod: "day" },
    {},
    { usedInPeriodCents: cents(7_500n) },
    500n,
    "cap_per_period",
  ],
  [
    "the cap in all bounds",
    { capInAllCents: cents(90_000n) },
    {},
    { usedInAllCents: cents(89_999n) },
    1n,
    "cap_in_all",
  ],
  [
    "a rule without a cap ignores what it used",
    {},
    {},
    { usedByDonorCents: cents(9n), usedInAllCents: cents(9_999_999n) },
    5_000n,
    "formula",
  ],
  [
    "what is held for other territories is not there",
    {},
    {},
    { heldForOthersCents: cents(996_000n) },
    4_000n,
    "held_share",
  ],
  ["more held than the pot has leaves nothing", {}, {}, { heldForOthersCents: cents(2_000_000n) }, 0n, "held_share"],
  [
    "a backfill adds what the gift did not get yet (M11)",
    {},
    {},
    { usedByGiftCents: cents(3_000n) },
    2_000n,
    "formula",
  ],
  [
    "a backfill stays within the gift's cap (M11)",
    { capPerGiftCents: cents(3_500n) },
    {},
    { usedByGiftCents: cents(3_000n) },
    500n,
    "cap_per_gift",
  ],
  ["the start is included (M7)", { startsAt: aGift().recordedAt }, {}, {}, 5_000n, "formula"],
  ["before the start nothing (M7)", { startsAt: new Date("2026-06-01T10:00:00.001Z") }, {}, {}, 0n, "before_start"],
  ["the end is excluded (M7)", { endsAt: aGift().recordedAt }, {}, {}, 0n, "after_end"],
  ["the holder's members are never matched (M6)", {}, { donorIsHolder: true }, {}, 0n, "donor_is_holder"],
  ["the partner's members are never matched (M6)", {}, { donorIsPartner: true }, {}, 0n, "donor_is_partner"],
  ["a gift below the minimum", { minimumGiftCents: cents(5_001n) }, {}, {}, 0n, "below_minimum_gift"],
  ["a gift of the minimum", { minimumGiftCents: cents(5_000n) }, {}, {}, 5_000n, "formula"],
  ["another département", { filter: { departements: ["02"] } }, {}, {}, 0n, "place_not_covered"],
  ["another category", { filter: { categories: ["santé"] } }, {}, {}, 0n, "category_not_covered"],
  ["a project without a place", {}, { places: [] }, {}, 0n, "place_not_covered"],
  ["a campaign without needs in kind", { filter: { needsInKind: true } }, {}, {}, 0n, "no_needs_in_kind"],
  ["a campaign with them", { filter: { needsInKind: true } }, { hasNeedsInKind: true }, {}, 5_000n, "formula"],
  ["too few donors", { minimumDonors: 3 }, {}, at(2, 5_000n), 0n, "too_few_donors"],
  ["enough donors, this one included", { minimumDonors: 3 }, {}, at(3, 5_000n), 5_000n, "formula"],
  ["a threshold's lump", { formula: lump(50_000n, { uniqueDonors: 10 }) }, {}, at(10, 5_000n), 50_000n, "formula"],
  [
    "a lump before its threshold",
    { formula: lump(50_000n, { uniqueDonors: 10 }) },
    {},
    at(9, 5_000n),
    0n,
    "threshold_not_reached",
  ],
  [
    "a lump for a share of the goal",
    { formula: lump(50_000n, { goalPercent: 50 }) },
    {},
    at(1, 150_000n),
    50_000n,
    "formula",
  ],
  [
    "a cent before that share",
    { formula: lump(50_000n, { goalPercent: 50 }) },
    {},
    at(1, 149_999n),
    0n,
    "threshold_not_reached",
  ],
  ["a lump is granted once", { formula: lump(50_000n) }, {}, { lumpStands: true }, 0n, "lump_already_granted"],
  ["a lump beyond its cap", { formula: lump(50_000n), capInAllCents: cents(20_000n) }, {}, {}, 20_000n, "cap_in_all"],
  ["a better ratio once both are reached", { formula: better(2, 10) }, {}, at(2, 30_000n), 10_000n, "formula"],
  ["a better ratio with one of two", { formula: better(2, 10) }, {}, at(2, 29_999n), 0n, "threshold_not_reached"],
  [
    "a pro-rata round answers at its end",
    { formula: { kind: "pro_rata", budgetCents: cents(100_000n) } },
    {},
    {},
    0n,
    "shared_at_round_end",
  ],
  [
    "a quadratic round answers at its end",
    { formula: { kind: "quadratic", budgetCents: cents(100_000n) } },
    {},
    {},
    0n,
    "shared_at_round_end",
  ],
])("M1, M15: %s", (_, rule, gift, usage, amountCents, boundBy) => {
  const trace = ask(rule, gift, usage);

  expect(trace).toMatchObject({ amountCents, boundBy });
  expect(trace.potBeforeCents - trace.amountCents).toBe(trace.potAfterCents);
});

test.each<[string, Room, bigint, string]>([
  [
    "the ceiling of all matches bounds (M3)",
    { potRemainingCents: 9_999n, ceilingRemainingCents: 7n },
    7n,
    "campaign_ceiling",
  ],
  ["the pot bounds (M2)", { potRemainingCents: 4_999n }, 4_999n, "pot"],
  ["an empty pot answers nothing", { potRemainingCents: 0n }, 0n, "pot"],
])("M1: %s", (_, room, amountCents, boundBy) => {
  expect(ask({}, {}, {}, room)).toMatchObject({ amountCents, boundBy });
});

const of = (change: Partial<MatchingRule>): RuleWithUsage => ({ rule: aRule(change), gift: aGift(), usage: noUsage() });

const answers = (rules: readonly RuleWithUsage[]) =>
  evaluateRules(rules, new Map([["pot-a", cents(1_000_000n)]]), undefined).map((t) => [
    t.ruleId,
    t.amountCents,
    t.boundBy,
  ]);

test("M3: rules answer in order of priority then id, each on the gift alone, sharing pot and ceiling", () => {
  const traces = evaluateRules(
    [of({ id: "c", priority: 2 }), of({ id: "b" }), of({ id: "a", potId: "pot-b" })],
    new Map([
      ["pot-a", cents(7_000n)],
      ["pot-b", cents(100_000n)],
    ]),
    cents(11_000n),
  );

  expect(traces.map((t) => [t.ruleId, t.amountCents, t.boundBy])).toEqual([
    ["a", 5_000n, "formula"],
    ["b", 5_000n, "formula"],
    ["c", 1_000n, "campaign_ceiling"],
  ]);
  expect(traces.map((t) => t.baseCents)).toEqual([5_000n, 5_000n, 5_000n]);
});

test("M3: a rule that only speaks first gives nothing where an earlier rule matched, and all where none did", () => {
  const first = of({ id: "a" });
  const silent = of({ id: "a", minimumGiftCents: cents(9_000n) });
  const second = of({ id: "b", stacking: "if_first" });

  expect(answers([first, second])).toEqual([
    ["a", 5_000n, "formula"],
    ["b", 0n, "stacking"],
  ]);
  expect(answers([silent, second])).toEqual([
    ["a", 0n, "below_minimum_gift"],
    ["b", 5_000n, "formula"],
  ]);
});

test("M3: after a final rule has matched no later one does; where it gave nothing they do", () => {
  const later = [of({ id: "b" }), of({ id: "c", filter: { departements: ["02"] } })];

  expect(answers([of({ id: "a", stacking: "final" }), ...later])).toEqual([
    ["a", 5_000n, "formula"],
    ["b", 0n, "stacking"],
    ["c", 0n, "place_not_covered"],
  ]);
  expect(answers([of({ id: "a", stacking: "final", minimumDonors: 9 }), ...later])[1]).toEqual([
    "b",
    5_000n,
    "formula",
  ]);
});

const amount = fc.bigInt(0n, 10_000_000_000n).map(cents);
const cap = fc.option(amount, { nil: undefined });
const reward = fc.record({ numerator: fc.bigInt(1n, 1_000n), denominator: fc.bigInt(1n, 1_000n) });
const someFormula: fc.Arbitrary<Formula> = fc.oneof(
  reward.map((r) => ratio(r.numerator, r.denominator)),
  fc.record({
    kind: fc.constant("threshold" as const),
    uniqueDonors: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    goalPercent: fc.integer({ min: 1, max: 120 }),
    reward: fc.oneof(
      amount.map((lumpCents) => ({ kind: "lump" as const, lumpCents })),
      reward.map((r) => ratio(r.numerator, r.denominator)),
    ),
  }),
  fc.record({ kind: fc.constantFrom("pro_rata" as const, "quadratic" as const), budgetCents: amount }),
);

const someRule = fc
  .record({
    id: fc.uuid(),
    potId: fc.constantFrom("pot-a", "pot-b"),
    priority: fc.integer({ min: 1, max: 3 }),
    formula: someFormula,
    capPerGiftCents: cap,
    capPerDonorCents: cap,
    capPerCampaignCents: cap,
    capPerPeriodCents: cap,
    capInAllCents: cap,
    minimumDonors: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    stacking: fc.constantFrom("adds" as const, "if_first" as const, "final" as const),
  })
  .map((change) => aRule({ ...change, capPeriod: change.capPerPeriodCents === undefined ? undefined : "week" }));

const someUsage = fc
  .record({
    usedByGiftCents: amount,
    usedByDonorCents: amount,
    usedByCampaignCents: amount,
    usedInPeriodCents: amount,
    usedInAllCents: amount,
    heldForOthersCents: amount,
    lumpStands: fc.boolean(),
    progress: fc.record({ uniqueDonors: fc.integer({ min: 1, max: 8 }), raisedCents: amount }),
  })
  .map(noUsage);

const someCandidates = fc.uniqueArray(
  fc.record({ rule: someRule, usage: someUsage, gift: amount.map((baseCents) => aGift({ baseCents })) }),
  { maxLength: 6, selector: (candidate) => candidate.rule.id },
);

/** What the rule's own caps, whatever they bound, leave to this gift. */
const allowed = ({ rule, usage }: RuleWithUsage): readonly bigint[] =>
  (
    [
      [rule.capPerGiftCents, usage.usedByGiftCents],
      [rule.capPerDonorCents, usage.usedByDonorCents],
      [rule.capPerCampaignCents, usage.usedByCampaignCents],
      [rule.capPerPeriodCents, usage.usedInPeriodCents],
      [rule.capInAllCents, usage.usedInAllCents],
    ] as const
  ).flatMap(([most, used]) => (most === undefined ? [] : [most > used ? most - used : 0n]));

test("M1–M3, M15: over any rules and usage no cap, pot, held share or ceiling is exceeded, and what bound is named", () => {
  fc.assert(
    fc.property(someCandidates, amount, amount, cap, (candidates, potA, potB, ceiling) => {
      const pots = { "pot-a": potA, "pot-b": potB } as Record<string, bigint>;
      const traces = evaluateRules(
        candidates,
        new Map([
          ["pot-a", potA],
          ["pot-b", potB],
        ]),
        ceiling,
      );

      let total = 0n;
      for (const trace of traces) {
        const candidate = candidates.find(({ rule }) => rule.id === trace.ruleId);
        expect(trace.amountCents).toBeGreaterThanOrEqual(0n);
        expect(trace.amountCents).toBeLessThanOrEqual(trace.formulaCents);
        for (const most of candidate === undefined ? [] : allowed(candidate))
          expect(trace.amountCents).toBeLessThanOrEqual(most);
        expect(trace.potBeforeCents).toBe(pots[trace.potId]);
        expect(trace.potAfterCents).toBe(trace.potBeforeCents - trace.amountCents);
        if (trace.amountCents > 0n)
          expect(trace.potAfterCents).toBeGreaterThanOrEqual(candidate?.usage.heldForOthersCents ?? 0n);
        if (trace.boundBy !== "formula")
          expect(trace.caps).toContainEqual({ bound: trace.boundBy, allowsCents: trace.amountCents });
        pots[trace.potId] = trace.potAfterCents;
        total += trace.amountCents;
      }
      expect(traces).toHaveLength(candidates.length);
      for (const left of Object.values(pots)) expect(left).toBeGreaterThanOrEqual(0n);
      if (ceiling !== undefined) expect(total).toBeLessThanOrEqual(ceiling);
    }),
  );
});

test("M3, M14: the order in which candidates are read and asking twice change nothing", () => {
  fc.assert(
    fc.property(someCandidates, fc.infiniteStream(fc.nat()), amount, (candidates, keys, pot) => {
      const pots = new Map([
        ["pot-a", pot],
        ["pot-b", pot],
      ]);
      const shuffled = candidates
        .map((candidate) => [keys.next().value ?? 0, candidate] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, candidate]) => candidate);

      const traces = evaluateRules(candidates, pots, undefined);

      expect(evaluateRules(shuffled, pots, undefined)).toEqual(traces);
      expect(pots.get("pot-a")).toBe(pot);
    }),
  );
});

test("M3: over any rules a final match ends the line, and a rule that only speaks first never follows a match", () => {
  fc.assert(
    fc.property(someCandidates, amount, (candidates, pot) => {
      const pots = new Map([
        ["pot-a", pot],
        ["pot-b", pot],
      ]);
      const rules = new Map(candidates.map(({ rule }) => [rule.id, rule.stacking]));

      const given = evaluateRules(candidates, pots, undefined).filter((trace) => trace.amountCents > 0n);

      expect(given.slice(1).every((trace) => rules.get(trace.ruleId) !== "if_first")).toBe(true);
      expect(given.slice(0, -1).every((trace) => rules.get(trace.ruleId) !== "final")).toBe(true);
    }),
  );
});
