import { expect, test } from "vitest";
import { evaluateRule } from "../../src/domain/matching/evaluate.ts";
import type { MatchingRule } from "../../src/domain/matching/rule.ts";
import { type Cents, cents } from "../../src/domain/money.ts";
import type { SimulatedCampaign, SimulatedGift } from "../../src/domain/simulation/gift.ts";
import type { SimulationResult } from "../../src/domain/simulation/result.ts";
import { startSimulation } from "../../src/domain/simulation/simulate.ts";
import { fc } from "../support/property.ts";
import { aGift, aRule, noUsage, PLACE, ratio } from "../support/rules.ts";

const aCampaign = (change: Partial<SimulatedCampaign> = {}): SimulatedCampaign => ({
  id: "c-1",
  title: "Un atelier",
  goalCents: cents(300_000n),
  matchingCounts: true,
  endsAt: undefined,
  ceilingCents: undefined,
  ...change,
});

let counter = 0;

const gift = (
  euros: number,
  on: string,
  more: { donor?: string; campaign?: SimulatedCampaign; departement?: string; partnerOf?: string } = {},
): SimulatedGift => {
  counter += 1;
  const campaign = more.campaign ?? aCampaign();
  const { donorIsPartner: _, ...facts } = aGift({
    baseCents: cents(BigInt(euros) * 100n),
    recordedAt: new Date(`${on}T10:00:00Z`),
    goalCents: campaign.goalCents,
    places: [{ ...PLACE, departement: more.departement ?? "23" }],
  });
  return {
    id: String(counter).padStart(6, "0"),
    donorId: more.donor ?? `donor-${counter}`,
    campaignId: campaign.id,
    campaign,
    facts,
    partnerPotIds: new Set(more.partnerOf === undefined ? [] : [more.partnerOf]),
  };
};

function play(rules: readonly MatchingRule[], potCents: bigint, gifts: readonly SimulatedGift[]): SimulationResult {
  const pots = new Map<string, Cents>(rules.map(({ potId }) => [potId, cents(potCents)]));
  const simulation = startSimulation({ rules, pots });
  for (const one of gifts) simulation.play(one);
  return simulation.end();
}

const amounts = ({ lines }: SimulationResult, rule = 0) => lines.map(({ answers }) => answers[rule]?.amountCents);
const bounds = ({ lines }: SimulationResult, rule = 0) => lines.map(({ answers }) => answers[rule]?.boundBy);

test("M13: each gift sees what the earlier ones used, and each bound's cost is told in cents", () => {
  const rule = aRule({ capPerGiftCents: cents(5_000n), capPerDonorCents: cents(7_000n) });
  const gifts = [
    gift(80, "2026-06-01", { donor: "a" }),
    gift(30, "2026-06-02", { donor: "a" }),
    gift(40, "2026-06-03", { donor: "b" }),
    gift(90, "2027-06-03"),
  ];

  const result = play([rule], 10_000n, gifts);

  expect(amounts(result)).toEqual([5_000n, 2_000n, 3_000n, 0n]);
  expect(bounds(result)).toEqual(["cap_per_gift", "cap_per_donor", "pot", "after_end"]);
  expect(result.outcomes[0]).toMatchObject({
    gifts: 4,
    giftCents: 24_000n,
    matchedGifts: 3,
    matchCents: 10_000n,
    averageMatchCents: 3_333n,
    exhaustedAt: new Date("2026-06-03T10:00:00Z"),
    limits: [
      { bound: "after_end", gifts: 1, notGrantedCents: 9_000n },
      { bound: "cap_per_gift", gifts: 1, notGrantedCents: 3_000n },
      { bound: "cap_per_donor", gifts: 1, notGrantedCents: 1_000n },
      { bound: "pot", gifts: 1, notGrantedCents: 1_000n },
    ],
    days: [
      { day: "2026-06-01", changeCents: 5_000n },
      { day: "2026-06-02", changeCents: 2_000n },
      { day: "2026-06-03", changeCents: 3_000n },
    ],
  });
});

test("shares per territory and per campaign add up to the whole, the largest first", () => {
  const other = aCampaign({ id: "c-2", title: "Un bus" });
  const gifts = [
    gift(10, "2026-06-01"),
    gift(20, "2026-06-01", { campaign: other, departement: "02" }),
    gift(30, "2026-06-02", { campaign: other, departement: "02" }),
  ];

  const [outcome] = play([aRule()], 100_000n, gifts).outcomes;

  expect(outcome?.territories).toMatchObject([
    { key: "02", gifts: 2, giftCents: 5_000n, matchCents: 5_000n },
    { key: "23", gifts: 1, giftCents: 1_000n, matchCents: 1_000n },
  ]);
  expect(outcome?.campaigns.map(({ title, matchCents }) => [title, matchCents])).toEqual([
    ["Un bus", 5_000n],
    ["Un atelier", 1_000n],
  ]);
});

test("M15: a threshold's lump is granted once a campaign, by the gift that reaches it", () => {
  const lump = aRule({
    formula: {
      kind: "threshold",
      uniqueDonors: 2,
      goalPercent: undefined,
      reward: { kind: "lump", lumpCents: cents(100_000n) },
    },
  });
  const gifts = [gift(10, "2026-06-01"), gift(10, "2026-06-02"), gift(10, "2026-06-03")];

  const result = play([lump], 500_000n, gifts);

  expect(amounts(result)).toEqual([0n, 100_000n, 0n]);
  expect(bounds(result)).toEqual(["threshold_not_reached", "formula", "lump_already_granted"]);
  expect(result.outcomes[0]?.limits.map(({ notGrantedCents }) => notGrantedCents)).toEqual([0n, 0n]);
});

test("a rule kept only with the goal takes back what it gave to a campaign that missed it, for later gifts", () => {
  const failing = aCampaign({ id: "c-f", goalCents: cents(1_000_000n), endsAt: new Date("2026-06-10T00:00:00Z") });
  const small = aCampaign({ id: "c-s", goalCents: cents(5_000n), endsAt: new Date("2026-07-01T00:00:00Z") });
  const gifts = [
    gift(60, "2026-06-01", { campaign: failing }),
    gift(50, "2026-06-05", { campaign: small }),
    gift(50, "2026-06-15", { campaign: small }),
  ];

  const result = play([aRule({ goalConditional: true })], 10_000n, gifts);

  expect(amounts(result)).toEqual([0n, 4_000n, 5_000n]);
  expect(bounds(result)).toEqual(["goal_not_reached", "pot", "formula"]);
  expect(result.outcomes[0]).toMatchObject({
    matchCents: 9_000n,
    givenBackCents: 6_000n,
    exhaustedAt: undefined,
    days: [
      { day: "2026-06-01", changeCents: 6_000n },
      { day: "2026-06-05", changeCents: 4_000n },
      { day: "2026-06-10", changeCents: -6_000n },
      { day: "2026-06-15", changeCents: 5_000n },
    ],
  });
});

test("M11: with backfill, freed money goes to the oldest under-matched gifts before new ones", () => {
  const failing = aCampaign({ id: "c-f", goalCents: cents(1_000_000n), endsAt: new Date("2026-06-10T00:00:00Z") });
  const small = aCampaign({ id: "c-s", goalCents: cents(5_000n), endsAt: new Date("2026-07-01T00:00:00Z") });
  const gifts = [
    gift(60, "2026-06-01", { campaign: failing }),
    gift(50, "2026-06-05", { campaign: small }),
    gift(50, "2026-06-06", { campaign: small }),
    gift(50, "2026-06-15", { campaign: small }),
  ];

  const result = play([aRule({ goalConditional: true, backfill: true })], 10_000n, gifts);

  expect(amounts(result)).toEqual([0n, 5_000n, 5_000n, 0n]);
});

test.each(["pro_rata", "quadratic"] as const)("M15: a %s round shares its budget at the end, to the cent", (kind) => {
  const round = aRule({ formula: { kind, budgetCents: cents(10_001n) }, capPerDonorCents: cents(4_000n) });
  const gifts = [
    gift(90, "2026-06-01", { donor: "a" }),
    gift(20, "2026-06-02", { donor: "b" }),
    gift(20, "2026-06-03", { donor: "c" }),
  ];

  const result = play([round], 1_000_000n, gifts);

  expect(result.outcomes[0]?.matchCents).toBe(10_001n);
  expect(bounds(result)[0]).toBe("cap_per_donor");
  expect(amounts(result)[0]).toBe(4_000n);
  expect(result.outcomes[0]?.limits[0]?.notGrantedCents).toBeGreaterThan(0n);
  expect(result.outcomes[0]?.days).toEqual([{ day: "2027-01-01", changeCents: 10_001n }]);
});

test("M3: rules that play together answer as live: the second shuts itself out where the first matched", () => {
  const first = aRule({ id: "r-1", priority: 1, filter: { departements: ["02"] } });
  const second = aRule({ id: "r-2", priority: 2, stacking: "if_first" });
  const gifts = [gift(10, "2026-06-01", { departement: "02" }), gift(10, "2026-06-01")];

  const result = play([second, first], 100_000n, gifts);

  expect(amounts(result, 0)).toEqual([0n, 1_000n]);
  expect(amounts(result, 1)).toEqual([1_000n, 0n]);
});

test("M6: members of the rule's own partner are never matched", () => {
  const result = play([aRule()], 100_000n, [gift(10, "2026-06-01", { partnerOf: "pot-a" })]);

  expect(bounds(result)).toEqual(["donor_is_partner"]);
});

test("M3: the ceiling on all matches of a campaign holds", () => {
  const campaign = aCampaign({ ceilingCents: cents(1_500n) });
  const gifts = [gift(10, "2026-06-01", { campaign }), gift(10, "2026-06-02", { campaign })];

  expect(amounts(play([aRule()], 100_000n, gifts))).toEqual([1_000n, 500n]);
});

const anyRule = fc
  .record({
    numerator: fc.bigInt(1n, 5n),
    denominator: fc.bigInt(1n, 5n),
    capPerGiftCents: fc.option(fc.bigInt(1n, 9_000n), { nil: undefined }),
    capPerDonorCents: fc.option(fc.bigInt(1n, 9_000n), { nil: undefined }),
    capPerCampaignCents: fc.option(fc.bigInt(1n, 20_000n), { nil: undefined }),
    capInAllCents: fc.option(fc.bigInt(1n, 50_000n), { nil: undefined }),
  })
  .map(({ numerator, denominator, ...caps }) => {
    const given = Object.entries(caps).flatMap(([name, cap]) => (cap === undefined ? [] : [[name, cents(cap)]]));
    return aRule({ formula: ratio(numerator, denominator), ...Object.fromEntries(given) });
  });

const anyGifts = fc.array(
  fc.record({ euros: fc.integer({ min: 1, max: 200 }), day: fc.integer({ min: 1, max: 28 }), donor: fc.nat(3) }),
  { maxLength: 40 },
);

test("M13: every answer is evaluateRule's on what the answers before it used; no cap and no pot is exceeded", () => {
  fc.assert(
    fc.property(anyRule, fc.bigInt(0n, 60_000n), anyGifts, (rule, potCents, drawn) => {
      const gifts = drawn
        .toSorted((a, b) => a.day - b.day)
        .map(({ euros, day, donor }) =>
          gift(euros, `2026-06-${String(day).padStart(2, "0")}`, { donor: `donor-${donor}` }),
        );

      const result = play([rule], potCents, gifts);

      const used = { all: 0n, donors: new Map<string, bigint>(), raised: 0n };
      for (const [index, { facts, donorId }] of gifts.entries()) {
        used.raised += facts.baseCents;
        const usage = noUsage({
          usedByDonorCents: cents(used.donors.get(donorId) ?? 0n),
          usedByCampaignCents: cents(used.all),
          usedInAllCents: cents(used.all),
          progress: { uniqueDonors: 1, raisedCents: cents(used.raised) },
        });
        const room = { potRemainingCents: cents(potCents - used.all), ceilingRemainingCents: undefined };
        const expected = evaluateRule(rule, { ...facts, donorIsPartner: false }, { ...usage, ...room });
        expect(result.lines[index]?.answers[0]).toEqual({
          amountCents: expected.amountCents,
          boundBy: expected.boundBy,
        });
        used.all += expected.amountCents;
        used.donors.set(donorId, (used.donors.get(donorId) ?? 0n) + expected.amountCents);
      }
      expect(result.outcomes[0]?.matchCents).toBe(used.all);
      expect(used.all).toBeLessThanOrEqual(potCents);
    }),
  );
});
