import { expect, test } from "vitest";
import type { Formula, HeldShare } from "../../../src/domain/matching/rule.ts";
import { LIMIT_PAIRS, type Limit } from "../../../src/domain/matching/rule-limits.ts";
import { type RuleFault, ruleFaults, type WrittenTerms } from "../../../src/domain/matching/rule-terms.ts";
import { type Cents, cents } from "../../../src/domain/money.ts";
import { fc } from "../../support/property.ts";
import { aRule, ratio } from "../../support/rules.ts";

const agreement = { signedAt: new Date("2027-01-01T00:00:00Z"), endsAt: new Date("2028-01-01T00:00:00Z") };
const pot = { promisedCents: 1_000_000n, otherShares: [] as readonly HeldShare[] };
const { id: _, version: __, potId: ___, ...plain } = aRule();
const terms: WrittenTerms = { ...plain, startsAt: agreement.signedAt, endsAt: agreement.endsAt };

const c = (value: number): Cents => cents(BigInt(value));
const lump = (value: number, goalPercent?: number): Formula => ({
  kind: "threshold",
  uniqueDonors: 10,
  goalPercent,
  reward: { kind: "lump", lumpCents: c(value) },
});
const better: Formula = { kind: "threshold", uniqueDonors: undefined, goalPercent: 99, reward: ratio(2n, 1n) };
const round = (value: number): Formula => ({ kind: "pro_rata", budgetCents: c(value) });
const share = (value: number, departements: readonly string[], until = "2027-06-01T00:00:00Z"): HeldShare => ({
  departements,
  shareCents: c(value),
  until: new Date(until),
});

test("a rule of the agreement's whole length without caps has no fault", () => {
  expect(ruleFaults(terms, agreement, pot)).toEqual([]);
});

test.each<[Partial<WrittenTerms>, RuleFault[]]>([
  [{ endsAt: agreement.signedAt }, ["ends-before-start"]],
  [{ startsAt: new Date("2026-12-31T23:59:59Z") }, ["starts-before-agreement"]],
  [{ endsAt: new Date("2028-01-01T00:00:01Z") }, ["ends-after-agreement"]],
  [{ capPerGiftCents: c(200), capPerDonorCents: c(199) }, ["gift-cap-above-donor-cap"]],
  [{ capPerGiftCents: c(200), capPerCampaignCents: c(199) }, ["gift-cap-above-campaign-cap"]],
  [{ capPerGiftCents: c(200), capPerPeriodCents: c(199), capPeriod: "day" }, ["gift-cap-above-period-cap"]],
  [{ capPerGiftCents: c(200), capInAllCents: c(199) }, ["gift-cap-above-total-cap"]],
  [{ capPerGiftCents: c(1_000_001) }, ["gift-cap-above-promise"]],
  [{ capPerDonorCents: c(200), capInAllCents: c(199) }, ["donor-cap-above-total-cap"]],
  [{ capPerDonorCents: c(1_000_001) }, ["donor-cap-above-promise"]],
  [{ capPerCampaignCents: c(200), capInAllCents: c(199) }, ["campaign-cap-above-total-cap"]],
  [{ capPerCampaignCents: c(1_000_001) }, ["campaign-cap-above-promise"]],
  [{ capPerPeriodCents: c(200), capPeriod: "week", capInAllCents: c(199) }, ["period-cap-above-total-cap"]],
  [{ capPerPeriodCents: c(1_000_001), capPeriod: "month" }, ["period-cap-above-promise"]],
  [{ capInAllCents: c(1_000_001) }, ["total-cap-above-promise"]],
  [{ capPerGiftCents: c(200), capPerDonorCents: c(200), capInAllCents: c(200) }, []],
  [{ capPerDonorCents: c(300), capPerCampaignCents: c(200) }, []],
  [
    { capPerGiftCents: c(300), capPerDonorCents: c(200), capPerCampaignCents: c(250), capInAllCents: c(240) },
    ["gift-cap-above-donor-cap", "campaign-cap-above-total-cap"],
  ],
  [{ formula: lump(500), capPerGiftCents: c(500) }, ["lump-with-gift-cap"]],
  [{ formula: lump(500), capPerCampaignCents: c(500) }, ["lump-with-campaign-cap"]],
  [{ formula: lump(500), capPerDonorCents: c(499) }, ["lump-above-donor-cap"]],
  [{ formula: lump(500), capPerPeriodCents: c(499), capPeriod: "day" }, ["lump-above-period-cap"]],
  [{ formula: lump(500), capInAllCents: c(499) }, ["lump-above-total-cap"]],
  [{ formula: lump(1_000_001) }, ["lump-above-promise"]],
  [{ formula: lump(500), capPerDonorCents: c(500), capInAllCents: c(5_000), goalConditional: true }, []],
  [{ formula: lump(500, 100), goalConditional: true }, ["goal-asked-twice"]],
  [{ formula: better, goalConditional: true }, []],
  [{ formula: better, minimumDonors: 3 }, ["donors-asked-twice"]],
  [{ minimumDonors: 3, goalConditional: true }, []],
  [{ formula: round(1_000_001) }, ["budget-above-promise"]],
  [{ formula: round(1_000_000) }, []],
  [{ formula: round(500), capInAllCents: c(500) }, ["round-with-total-cap"]],
  [{ formula: round(500), backfill: true }, ["round-with-backfill"]],
  [{ formula: round(500), capPerGiftCents: c(501) }, ["gift-cap-above-budget"]],
  [{ formula: round(500), capPerDonorCents: c(501) }, ["donor-cap-above-budget"]],
  [{ formula: round(500), capPerCampaignCents: c(501) }, ["campaign-cap-above-budget"]],
  [{ formula: round(500), capPerPeriodCents: c(501), capPeriod: "day" }, ["period-cap-above-budget"]],
  [{ formula: round(500), heldShares: [share(501, ["23"])] }, ["held-shares-above-budget"]],
  [{ heldShares: [share(500, ["23"]), share(500, ["19"])], capInAllCents: c(999) }, ["held-shares-above-total-cap"]],
  [{ heldShares: [share(600_000, ["23"]), share(400_001, ["19"])] }, ["shares-above-promise"]],
  [{ heldShares: [share(500, ["23", "19"]), share(500, ["19"])] }, ["share-territory-repeats"]],
  [{ heldShares: [share(500, ["23", "23"])] }, ["share-territory-repeats"]],
  [{ heldShares: [share(500, ["23"])], filter: { departements: ["19", "87"] } }, ["share-outside-territory"]],
  [{ heldShares: [share(500, ["19"])], filter: { departements: ["19", "87"] } }, []],
  [{ heldShares: [share(500, ["23"], "2027-01-01T00:00:00Z")] }, ["share-over-before-start"]],
  [{ heldShares: [share(500, ["23"], "2028-01-01T00:00:01Z")] }, ["share-outlasts-rule"]],
  [{ heldShares: [share(500, ["23"], "2028-01-01T00:00:00Z")] }, []],
  [{ formula: round(500), heldShares: [share(500, ["23"], "2028-03-01T00:00:00Z")] }, []],
  [{ filter: { departements: ["23", "23"] } }, ["filter-repeats"]],
  [{ filter: { epcis: ["200067593", "200067593"] } }, ["filter-repeats"]],
])("M8: terms that contradict themselves, the agreement or the pot are named: %#", (change, faults) => {
  expect(ruleFaults({ ...terms, ...change }, agreement, pot)).toEqual(faults);
});

test("a share of the pot contradicts what other rules of the pot keep", () => {
  const change = { ...terms, heldShares: [share(400, ["23"])] };
  const shared = { promisedCents: 1_000n, otherShares: [share(601, ["23", "87"])] };

  expect(ruleFaults(change, agreement, shared)).toEqual(["shares-above-promise", "share-territory-repeats"]);
  expect(ruleFaults(change, agreement, { promisedCents: 1_000n, otherShares: [share(600, ["87"])] })).toEqual([]);
});

const amount = fc.option(fc.bigInt(1n, 1_000n).map(cents), { nil: undefined });

test("a rule is refused for its amounts exactly where one of them is above a larger one", () => {
  const formula = fc.oneof(
    fc.constant(ratio(1n, 1n)),
    fc.integer({ min: 1, max: 1_000 }).map((value) => lump(value)),
    fc.integer({ min: 1, max: 1_000 }).map(round),
  );
  fc.assert(
    fc.property(
      formula,
      amount,
      amount,
      amount,
      amount,
      fc.bigInt(1n, 1_000n),
      (one, gift, donor, period, total, pot) => {
        const isLump = one.kind === "threshold";
        const isRound = one.kind === "pro_rata";
        const change: WrittenTerms = {
          ...terms,
          formula: one,
          capPerGiftCents: isLump ? undefined : gift,
          capPerDonorCents: donor,
          capPerPeriodCents: period,
          capPeriod: period === undefined ? undefined : "day",
          capInAllCents: isRound ? undefined : total,
        };
        const amounts: { readonly [limit in Limit]?: bigint | undefined } = {
          "gift-cap": change.capPerGiftCents,
          "donor-cap": donor,
          "period-cap": period,
          "total-cap": change.capInAllCents,
          lump: one.kind === "threshold" && one.reward.kind === "lump" ? one.reward.lumpCents : undefined,
          budget: one.kind === "pro_rata" ? one.budgetCents : undefined,
          promise: pot,
        };
        const isContradictory = LIMIT_PAIRS.some(({ lower, upper }) => {
          const [small, large] = [amounts[lower], amounts[upper]];
          return small !== undefined && large !== undefined && small > large;
        });

        const faults = ruleFaults(change, agreement, { promisedCents: pot, otherShares: [] });

        expect(faults.length > 0).toBe(isContradictory);
      },
    ),
  );
});
