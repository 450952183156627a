import { describe, expect, test } from "vitest";
import { type CampaignTerms, CHECKLIST, missingForSubmission, termsFaults } from "../../src/domain/campaign-terms.ts";
import { cents } from "../../src/domain/money.ts";
import { fc } from "../support/property.ts";

const terms = (more: Partial<CampaignTerms> = {}): CampaignTerms => ({
  goalCents: cents(300_000n),
  mode: "all_or_nothing",
  startsAt: new Date("2027-01-01T23:00:00Z"),
  deadlineAt: new Date("2027-01-31T23:00:00Z"),
  shortfall: { kind: "fail_and_refund" },
  stretchGoalsCents: [],
  ...more,
});

const rules = (more: Partial<CampaignTerms>, planned = 300_000n) =>
  termsFaults(terms(more), cents(planned)).map((fault) => fault.rule);

describe("a campaign's terms", () => {
  test("may ask for exactly what the funding plan expects of campaigns, and not a cent more", () => {
    expect(rules({})).toEqual([]);
    expect(rules({ goalCents: cents(300_001n) })).toEqual(["goal-above-plan"]);
  });

  test("run from a first day to a later last one", () => {
    const at = new Date("2027-01-01T23:00:00Z");

    expect(rules({ startsAt: at, deadlineAt: at })).toEqual(["deadline-before-start"]);
  });

  test("last ninety days at most, also when the clocks go back in between", () => {
    const startsAt = new Date("2026-09-30T22:00:00Z");

    expect(rules({ startsAt, deadlineAt: new Date("2026-12-29T23:00:00Z") })).toEqual([]);
    expect(rules({ startsAt, deadlineAt: new Date("2026-12-30T23:00:00Z") })).toEqual(["too-long"]);
  });

  test("P5: a declared minimum may equal the goal and not exceed it", () => {
    const minimum = (value: bigint) => ({ kind: "accept_minimum", minimumCents: cents(value) }) as const;

    expect(rules({ shortfall: minimum(300_000n) })).toEqual([]);
    expect(rules({ shortfall: minimum(300_001n) })).toEqual(["minimum-above-goal"]);
  });

  test("P1: stretch goals rise above the goal and above each other; the first that doesn't is named", () => {
    const stretch = (...values: bigint[]) =>
      termsFaults(terms({ stretchGoalsCents: values.map(cents) }), cents(300_000n));

    expect(stretch(300_001n, 400_000n)).toEqual([]);
    expect(stretch(300_000n)).toEqual([{ rule: "stretch-goal-not-above", index: 0 }]);
    expect(stretch(400_000n, 400_000n)).toEqual([{ rule: "stretch-goal-not-above", index: 1 }]);
  });

  test("P1: stretch goals without a fault are strictly ascending, and only those", () => {
    const amount = fc.bigInt({ min: 299_990n, max: 300_010n });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 5 }), (values) => {
        const whole = [300_000n, ...values];
        const ascending = whole.every((value, i) => i === 0 || value > (whole[i - 1] ?? value));

        expect(rules({ stretchGoalsCents: values.map(cents) }).length === 0).toBe(ascending);
      }),
    );
  });
});

describe("what stands between a draft and its submission", () => {
  const now = new Date("2027-01-02T10:00:00Z");
  const facts = {
    places: 1,
    budgetLines: 1,
    plannedCents: cents(300_000n),
    goalCents: cents(300_000n),
    identityChecked: true,
    startsAt: new Date("2027-01-01T23:00:00Z"),
    deadlineAt: new Date("2027-01-31T23:00:00Z"),
    now,
    todayStartedAt: new Date("2027-01-01T23:00:00Z"),
  };

  test("nothing, where every item holds; a campaign may start on the very day", () => {
    expect(missingForSubmission(facts)).toEqual([]);
  });

  test.each([
    ["place", { places: 0 }],
    ["budget", { budgetLines: 0 }],
    ["funding-plan", { goalCents: cents(300_001n) }],
    ["organisation-identity", { identityChecked: false }],
    ["start-not-past", { startsAt: new Date("2027-01-01T22:59:59.999Z") }],
    ["deadline-ahead", { deadlineAt: now }],
  ] as const)("%s alone", (item, change) => {
    expect(missingForSubmission({ ...facts, ...change })).toEqual([item]);
  });

  test("all of it, in the order a holder works it off", () => {
    const empty = {
      ...facts,
      places: 0,
      budgetLines: 0,
      plannedCents: cents(0n),
      identityChecked: false,
      startsAt: new Date(0),
      deadlineAt: new Date(1),
    };

    expect(missingForSubmission(empty)).toEqual(CHECKLIST);
  });
});
