import { expect, test } from "vitest";
import { asRound, type RoundRoom, type RoundRule, shareRound } from "../../../src/domain/matching/round.ts";
import type { RoundGift } from "../../../src/domain/matching/round-eligibility.ts";
import { integerSquareRoot, quadraticWeight, ROOT_SCALE } from "../../../src/domain/matching/round-weights.ts";
import type { MatchingRule } from "../../../src/domain/matching/rule.ts";
import { cents } from "../../../src/domain/money.ts";
import { fc } from "../../support/property.ts";
import { aGift, aRule, PLACE } from "../../support/rules.ts";

const ROOM: RoundRoom = {
  potRemainingCents: cents(10_000_000_000n),
  ceilingsRemaining: new Map(),
  campaignDonors: new Map(),
};

function aRound(
  kind: "pro_rata" | "quadratic",
  budgetCents: bigint,
  change: Partial<Omit<MatchingRule, "formula">> = {},
): RoundRule {
  const rule = asRound(aRule({ ...change, formula: { kind, budgetCents: cents(budgetCents) } }));
  return rule ?? expect.fail("a round");
}

const given = (
  id: string,
  donorId: string,
  campaignId: string,
  baseCents: bigint,
  change: Partial<RoundGift> = {},
): RoundGift => ({
  id,
  donorId,
  campaignId,
  facts: aGift({ baseCents: cents(baseCents) }),
  isCaptured: true,
  isDisputed: false,
  campaign: "under_way",
  mayReachGoal: true,
  otherMatch: "none",
  ...change,
});

const amounts = (rule: RoundRule, gifts: readonly RoundGift[], room: RoundRoom = ROOM) =>
  Object.fromEntries(
    shareRound(rule, gifts, room).lines.map((line) => [
      line.id,
      line.kind === "eligible" ? [line.amountCents, line.boundBy] : line.reason,
    ]),
  );

test("M15: a pro-rata round shares its budget by amount, to the cent, by largest remainder then id", () => {
  const gifts = [given("b", "x", "one", 1_000n), given("a", "y", "one", 1_000n), given("c", "z", "two", 1_000n)];

  expect(amounts(aRound("pro_rata", 10_000n), gifts)).toEqual({
    a: [3_334n, "formula"],
    b: [3_333n, "formula"],
    c: [3_333n, "formula"],
  });
});

test("M15: a quadratic round weighs a campaign by its donors' roots: (3 × √1)² − 3 = 6 against (√4 + √4)² − 8 = 8", () => {
  const small = ["p", "q", "r"].map((donor, i) => given(`a${i}`, donor, "many", 100n));
  const large = ["s", "t"].map((donor, i) => given(`b${i}`, donor, "few", 400n));

  const shared = amounts(aRound("quadratic", 14_000n), [...small, ...large]);

  expect(shared).toEqual({
    a0: [2_000n, "formula"],
    a1: [2_000n, "formula"],
    a2: [2_000n, "formula"],
    b0: [4_000n, "formula"],
    b1: [4_000n, "formula"],
  });
});

test("M6: one person's gifts to a campaign count as one, so that splitting a gift gains nothing", () => {
  const whole = amounts(aRound("quadratic", 9_000n), [
    given("a", "x", "one", 400n),
    given("b", "y", "one", 100n),
    given("c", "x", "two", 100n),
    given("d", "y", "two", 100n),
  ]);
  const split = amounts(aRound("quadratic", 9_000n), [
    given("a1", "x", "one", 300n),
    given("a2", "x", "one", 100n),
    given("b", "y", "one", 100n),
    given("c", "x", "two", 100n),
    given("d", "y", "two", 100n),
  ]);

  expect(whole).toMatchObject({ a: [4_800n, "formula"], b: [1_200n, "formula"], c: [1_500n, "formula"] });
  expect(split).toMatchObject({ a1: [3_600n, "formula"], a2: [1_200n, "formula"], c: [1_500n, "formula"] });
});

test("M15: a campaign with a single donor weighs nothing in a quadratic round; alone it leaves the budget in the pot", () => {
  const shared = shareRound(aRound("quadratic", 5_000n), [given("a", "x", "one", 90_000n)], ROOM);

  expect(shared.sharedCents).toBe(0n);
});

test("M15: what a cap cuts goes to the others in proportion, until nothing moves", () => {
  const gifts = [given("a", "x", "one", 6_000n), given("b", "y", "one", 3_000n), given("c", "z", "two", 1_000n)];

  expect(amounts(aRound("pro_rata", 10_000n, { capPerGiftCents: cents(4_000n) }), gifts)).toEqual({
    a: [4_000n, "cap_per_gift"],
    b: [4_000n, "cap_per_gift"],
    c: [2_000n, "formula"],
  });
  expect(amounts(aRound("pro_rata", 10_000n, { capPerCampaignCents: cents(4_500n) }), gifts)).toEqual({
    a: [3_000n, "cap_per_campaign"],
    b: [1_500n, "cap_per_campaign"],
    c: [4_500n, "cap_per_campaign"],
  });
});

test("M2, M3: the pot, the cap in all, a campaign's ceiling and a held share bound a round too", () => {
  const gifts = [
    given("a", "x", "one", 1_000n),
    given("b", "y", "two", 1_000n, {
      facts: aGift({ baseCents: cents(1_000n), places: [{ ...PLACE, departement: "75" }] }),
    }),
  ];
  const rule = aRound("pro_rata", 10_000n);

  expect(amounts(rule, gifts, { ...ROOM, potRemainingCents: cents(4_000n) })).toEqual({
    a: [2_000n, "pot"],
    b: [2_000n, "pot"],
  });
  expect(amounts(aRound("pro_rata", 10_000n, { capInAllCents: cents(3_000n) }), gifts)).toEqual({
    a: [1_500n, "cap_in_all"],
    b: [1_500n, "cap_in_all"],
  });
  expect(amounts(rule, gifts, { ...ROOM, ceilingsRemaining: new Map([["one", cents(700n)]]) })).toEqual({
    a: [700n, "campaign_ceiling"],
    b: [9_300n, "formula"],
  });
  const held = { departements: ["23"], shareCents: cents(8_000n), until: new Date("2028-01-01T00:00:00Z") };
  const keeping = aRound("pro_rata", 10_000n, { heldShares: [held] });
  expect(amounts(keeping, gifts, { ...ROOM, potRemainingCents: cents(10_000n) })).toEqual({
    a: [8_000n, "formula"],
    b: [2_000n, "held_share"],
  });
});

test("M7, M15: a gift that takes no part says why, and the others share the whole budget", () => {
  const rule = aRound("pro_rata", 1_000n, { minimumGiftCents: cents(500n), stacking: "if_first" });
  const other = { facts: aGift({ baseCents: cents(1_000n), donorIsHolder: true }) };

  const shared = amounts(rule, [
    given("a", "x", "one", 1_000n),
    given("b", "x", "one", 499n),
    given("c", "x", "one", 0n),
    given("d", "x", "one", 1_000n, { isCaptured: false }),
    given("e", "x", "one", 1_000n, { isDisputed: true }),
    given("f", "x", "gone", 1_000n, { campaign: "failed" }),
    given("g", "x", "gone", 1_000n, { campaign: "cancelled" }),
    given("h", "x", "one", 1_000n, other),
    given("i", "x", "one", 1_000n, { otherMatch: "open" }),
    given("j", "x", "one", 1_000n, { otherMatch: "final" }),
    given("k", "x", "one", 1_000n, { recordedUnder: aRule() }),
    given("l", "x", "one", 1_000n, { decided: "revoked" }),
  ]);

  expect(shared).toEqual({
    a: [1_000n, "formula"],
    b: "below_minimum_gift",
    c: "refunded",
    d: "not_captured",
    e: "disputed",
    f: "campaign_failed",
    g: "campaign_cancelled",
    h: "donor_is_holder",
    i: "stacking",
    j: "stacking",
    k: "answered_when_given",
    l: "revoked",
  });
});

test("M15: a person's decision takes a gift in although the rule says no; money that is not there stays out", () => {
  const holder = { facts: aGift({ baseCents: cents(1_000n), donorIsHolder: true }), decided: "taken_in" as const };

  const shared = amounts(aRound("pro_rata", 1_000n), [
    given("a", "x", "one", 1_000n, holder),
    given("b", "y", "one", 1_000n, { ...holder, isCaptured: false }),
  ]);

  expect(shared).toEqual({ a: [1_000n, "formula"], b: "not_captured" });
});

test("M15: a campaign with too few donors, or that missed its goal where the rule asks for it, takes no part", () => {
  const rule = aRound("pro_rata", 1_000n, { minimumDonors: 2, goalConditional: true });
  const room = {
    ...ROOM,
    campaignDonors: new Map([
      ["one", 2],
      ["two", 1],
      ["three", 3],
    ]),
  };

  const shared = amounts(
    rule,
    [
      given("a", "x", "one", 500n),
      given("b", "x", "two", 500n),
      given("c", "x", "three", 500n, { mayReachGoal: false }),
    ],
    room,
  );

  expect(shared).toEqual({ a: [1_000n, "formula"], b: "too_few_donors", c: "goal_not_reached" });
});

const gifts = fc
  .array(
    fc.record({
      donor: fc.integer({ min: 0, max: 5 }),
      campaign: fc.integer({ min: 0, max: 3 }),
      base: fc.bigInt(100n, 500_000n),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((all) => all.map(({ donor, campaign, base }, i) => given(`g${i}`, `d${donor}`, `c${campaign}`, base)));
const maybe = (max: bigint) => fc.option(fc.bigInt(1n, max).map(cents), { nil: undefined });
const rules = fc
  .record({
    kind: fc.constantFrom("pro_rata" as const, "quadratic" as const),
    budget: fc.bigInt(1n, 400_000n),
    capPerGiftCents: maybe(50_000n),
    capPerDonorCents: maybe(80_000n),
    capPerCampaignCents: maybe(120_000n),
    capInAllCents: maybe(400_000n),
  })
  .map(({ kind, budget, ...caps }) => aRound(kind, budget, caps));
const rooms = fc.record({ pot: fc.bigInt(0n, 500_000n), ceiling: fc.bigInt(0n, 100_000n) }).map(
  ({ pot, ceiling }): RoundRoom => ({
    ...ROOM,
    potRemainingCents: cents(pot),
    ceilingsRemaining: new Map([["c0", cents(ceiling)]]),
  }),
);

/** Every bound of a round with what its members took together: written again, apart from the code under test. */
function boundsUsed(rule: RoundRule, all: readonly RoundGift[], room: RoundRoom, taken: ReadonlyMap<string, bigint>) {
  const group = (cap: bigint | undefined, keyOf: (gift: RoundGift) => string) =>
    cap === undefined
      ? []
      : [...new Set(all.map(keyOf))].map((key) => ({ cap, members: all.filter((gift) => keyOf(gift) === key) }));
  const ceiling = room.ceilingsRemaining.get("c0");
  const ofFirst = all.filter((gift) => gift.campaignId === "c0");
  return [
    ...group(rule.formula.budgetCents, () => ""),
    ...group(room.potRemainingCents, () => ""),
    ...group(rule.capInAllCents, () => ""),
    ...group(rule.capPerGiftCents, (gift) => gift.id),
    ...group(rule.capPerDonorCents, (gift) => gift.donorId),
    ...group(rule.capPerCampaignCents, (gift) => gift.campaignId),
    ...(ceiling === undefined ? [] : [{ cap: ceiling, members: ofFirst }]),
  ].map(({ cap, members }) => ({
    cap,
    members: members.map((gift) => gift.id),
    used: members.reduce((sum, gift) => sum + (taken.get(gift.id) ?? 0n), 0n),
  }));
}

const takenBy = (shares: ReturnType<typeof shareRound>): ReadonlyMap<string, bigint> =>
  new Map(shares.lines.map((line): [string, bigint] => [line.id, line.kind === "eligible" ? line.amountCents : 0n]));

test("M15: no bound is exceeded, and whoever weighs stops only at a bound that is used up to the cent", () => {
  fc.assert(
    fc.property(rules, gifts, rooms, (rule, all, room) => {
      const shares = shareRound(rule, all, room);
      const taken = takenBy(shares);
      const bounds = boundsUsed(rule, all, room, taken);

      for (const { cap, used } of bounds) expect(used).toBeLessThanOrEqual(cap);
      expect([...taken.values()].reduce((sum, one) => sum + one, 0n)).toBe(shares.sharedCents);
      for (const line of shares.lines) {
        const isStopped = bounds.some(({ cap, members, used }) => used === cap && members.includes(line.id));
        if (line.kind === "eligible" && line.weight > 0n) expect(isStopped).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test("M15: without caps the whole budget is shared", () => {
  fc.assert(
    fc.property(gifts, fc.bigInt(1n, 1_000_000n), (all, budget) => {
      expect(shareRound(aRound("pro_rata", budget), all, ROOM).sharedCents).toBe(budget);
    }),
  );
});

test("M15: the order of rows changes nothing", () => {
  const shuffled = gifts.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length })),
  );
  fc.assert(
    fc.property(rules, shuffled, rooms, (rule, [all, other], room) => {
      expect(shareRound(rule, other, room)).toEqual(shareRound(rule, all, room));
    }),
    { numRuns: 200 },
  );
});

test("M15: gifts multiplied by the same number share alike: pro rata exactly, quadratic by whole squares", () => {
  const times = (all: readonly RoundGift[], factor: bigint) =>
    all.map((gift) => ({ ...gift, facts: { ...gift.facts, baseCents: cents(gift.facts.baseCents * factor) } }));
  const squares = (all: readonly RoundGift[]) =>
    all.map((gift, i) => ({
      ...gift,
      donorId: `d${i}`,
      facts: { ...gift.facts, baseCents: cents(BigInt(i + 10) ** 2n) },
    }));
  fc.assert(
    fc.property(gifts, fc.bigInt(2n, 20n), fc.bigInt(1n, 400_000n), (all, factor, budget) => {
      const [proRata, quadratic] = [aRound("pro_rata", budget), aRound("quadratic", budget)];

      expect(takenBy(shareRound(proRata, times(all, factor), ROOM))).toEqual(takenBy(shareRound(proRata, all, ROOM)));
      expect(takenBy(shareRound(quadratic, times(squares(all), factor ** 2n), ROOM))).toEqual(
        takenBy(shareRound(quadratic, squares(all), ROOM)),
      );
    }),
  );
});

test("M15: one more donor never lowers a campaign's quadratic weight, and a single one weighs nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(1n, 10_000_000_000n).map(cents)), fc.bigInt(1n, 10_000_000_000n), (all, more) => {
      expect(quadraticWeight([...all, cents(more)])).toBeGreaterThanOrEqual(quadraticWeight(all));
      expect(quadraticWeight([cents(more)])).toBe(0n);
    }),
  );
});

test("a whole root is the largest number whose square is not above", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 60n), (n) => {
      const root = integerSquareRoot(n);
      expect(root * root <= n && n < (root + 1n) * (root + 1n)).toBe(true);
    }),
  );
  expect(integerSquareRoot(10_000n * ROOT_SCALE * ROOT_SCALE)).toBe(100n * ROOT_SCALE);
  expect(() => integerSquareRoot(-1n)).toThrow(RangeError);
});

test("M15: 10 000 gifts under every cap are shared in seconds", () => {
  const many = Array.from({ length: 10_000 }, (_, i) =>
    given(String(i).padStart(6, "0"), `d${(i * 7_919) % 4_000}`, `c${i % 97}`, BigInt(100 + ((i * 104_729) % 90_000))),
  );
  const caps = { capPerGiftCents: cents(2_500n), capPerDonorCents: cents(3_000n), capPerCampaignCents: cents(60_000n) };
  const startedAt = performance.now();

  const shares = shareRound(aRound("quadratic", 5_000_000n, caps), many, ROOM);

  expect(shares.sharedCents).toBe(5_000_000n);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});
