import { expect, test } from "vitest";
import { cents } from "../../src/domain/money.ts";
import { CROWDS, type CrowdPlan, inventCrowd } from "../../src/domain/simulation/crowd.ts";
import type { SimulatedGift } from "../../src/domain/simulation/gift.ts";
import { startSimulation } from "../../src/domain/simulation/simulate.ts";
import { fc } from "../support/property.ts";
import { aRule, PLACE } from "../support/rules.ts";

const ground = (departement: string) => ({
  title: `Collecte ${departement}`,
  place: { ...PLACE, departement },
  category: "inclusion",
  hasNeedsInKind: false,
});

const aPlan = (change: Partial<CrowdPlan> = {}): CrowdPlan => ({
  kind: "many_small",
  seed: 42,
  gifts: 2_000,
  meanCents: cents(4_000n),
  days: 60,
  startsAt: new Date("2026-03-31T22:00:00Z"),
  goalCents: cents(1_000_000n),
  grounds: [ground("23"), ground("02")],
  ...change,
});

const total = (gifts: readonly SimulatedGift[]) => gifts.reduce((sum, { facts }) => sum + facts.baseCents, 0n);

test("the same seed invents the same crowd, another seed another one", () => {
  expect(inventCrowd(aPlan())).toEqual(inventCrowd(aPlan()));
  expect(inventCrowd(aPlan({ seed: 43 }))).not.toEqual(inventCrowd(aPlan()));
  expect(
    inventCrowd(aPlan({ gifts: 3 })).map(({ facts }) => [facts.recordedAt.toISOString(), facts.baseCents]),
  ).toEqual(FIRST_THREE);
});

/** Written down once: an address that was shared must show the same crowd in a year. */
const FIRST_THREE = [
  ["2026-04-01T22:42:36.000Z", 9_200n],
  ["2026-04-04T16:37:45.000Z", 1_800n],
  ["2026-04-17T23:22:27.000Z", 1_000n],
];

test("any plan gives its number of gifts, in order, within its days, in whole euros from one up", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CROWDS),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 400 }),
      (kind, seed, count, days) => {
        const plan = aPlan({ kind, seed, gifts: count, days });
        const gifts = inventCrowd(plan);
        const times = gifts.map(({ facts }) => facts.recordedAt.getTime());

        expect(gifts).toHaveLength(count);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times.every((at) => at >= plan.startsAt.getTime())).toBe(true);
        expect(times.every((at) => at < plan.startsAt.getTime() + days * 86_400_000)).toBe(true);
        expect(gifts.every(({ facts }) => facts.baseCents >= 100n && facts.baseCents % 100n === 0n)).toBe(true);
      },
    ),
  );
});

test("the mean is near what was asked; few large gifts weigh more than many small ones; a rush comes late", () => {
  const [many, few, late] = CROWDS.map((kind) => inventCrowd(aPlan({ kind, gifts: 20_000 })));
  const mean = (gifts: readonly SimulatedGift[] = []) => Number(total(gifts)) / gifts.length;
  const largest = (gifts: readonly SimulatedGift[] = []) => {
    const inOrder = gifts.toSorted((a, b) => (a.facts.baseCents > b.facts.baseCents ? -1 : 1));
    return Number((total(inOrder.slice(0, gifts.length / 20)) * 100n) / total(gifts));
  };
  const inLastTenth = (gifts: readonly SimulatedGift[] = []) =>
    gifts.filter(({ facts }) => facts.recordedAt.getTime() >= Date.parse("2026-03-31T22:00:00Z") + 54 * 86_400_000)
      .length / gifts.length;

  for (const crowd of [many, few, late]) expect(Math.abs(mean(crowd) - 4_000)).toBeLessThan(300);
  expect(largest(few)).toBeGreaterThan(60);
  expect(largest(many)).toBeLessThan(30);
  expect(inLastTenth(many)).toBeLessThan(0.15);
  expect(inLastTenth(late)).toBeGreaterThan(0.55);
});

test("M13: 100 000 gifts are played in under five seconds of this machine's work", () => {
  const gifts = inventCrowd(aPlan({ gifts: 100_000 }));
  const rule = aRule({
    capPerGiftCents: cents(10_000n),
    capPerDonorCents: cents(20_000n),
    capPerCampaignCents: cents(100_000_000n),
    capPerPeriodCents: cents(10_000_000n),
    capPeriod: "week",
    filter: { departements: ["23"], rural: true, placeTypes: ["FABLAB"] },
    heldShares: [{ departements: ["02"], shareCents: cents(100_000n), until: new Date("2026-05-01T00:00:00Z") }],
  });
  const simulation = startSimulation({ rules: [rule], pots: new Map([[rule.potId, cents(1_000_000_000n)]]) });
  const before = process.cpuUsage();

  for (const gift of gifts) simulation.play(gift);
  const { outcomes } = simulation.end();

  const { user, system } = process.cpuUsage(before);
  expect(outcomes[0]?.gifts).toBe(100_000);
  expect((user + system) / 1_000_000).toBeLessThan(5);
});
