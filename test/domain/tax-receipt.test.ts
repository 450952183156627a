import { expect, test } from "vitest";
import { eurosInFrenchWords } from "../../src/domain/amount-in-words.ts";
import { cents } from "../../src/domain/money.ts";
import { decideReceipt, type GiftForReceipt, receiptReference, taxReduction } from "../../src/domain/tax-receipt.ts";
import { fc } from "../support/property.ts";

const LIMITS = { rewardSharePercent: 25n, rewardYearlyCapCents: cents(7_300n) };
const address = { line: "1 rue des Lavandières", postcode: "23200", town: "Aubusson", country: "France" };
const person = { kind: "person", givenName: "Solène", familyName: "Vaugrenard", address } as const;
const company = { kind: "company", companyName: "Menuiserie", siren: "732829320", legalForm: "SARL", address } as const;

const gift = (change: Partial<GiftForReceipt> = {}): GiftForReceipt => ({
  state: "captured",
  campaign: "succeeded",
  giftCents: cents(10_000n),
  returnedCents: cents(0n),
  isDisputed: false,
  identity: person,
  rewardCents: cents(0n),
  rewardsOfYearCents: cents(0n),
  ...change,
});

test.each([
  ["a gift that was not credited", { state: "charging" }, "not_credited"],
  ["a gift of an undecided campaign", { campaign: "settling" }, "campaign_undecided"],
  ["a gift that ended before it was charged", { state: "expired" }, "never_charged"],
  ["a gift of a campaign that failed", { campaign: "failed" }, "campaign_over"],
  ["a gift not yet charged of such a campaign", { campaign: "cancelled", state: "authorised" }, "campaign_over"],
  ["a disputed gift of such a campaign", { campaign: "failed", isDisputed: true }, "campaign_over"],
  ["a gift such a campaign gave back", { campaign: "failed", returnedCents: cents(10_000n) }, "refunded"],
  ["a gift given back whole", { returnedCents: cents(10_000n) }, "refunded"],
  ["a disputed gift", { isDisputed: true }, "disputed"],
  ["a donor without name and address", { identity: undefined }, "no_identity"],
  [
    "a reward above a quarter of the gift",
    { rewardCents: cents(2_501n), rewardsOfYearCents: cents(2_501n) },
    "reward_above_share",
  ],
  [
    "a reward above a quarter of what is left of the gift",
    { returnedCents: cents(5_000n), rewardCents: cents(1_251n), rewardsOfYearCents: cents(1_251n) },
    "reward_above_share",
  ],
  [
    "a donor whose rewards of the year pass the cap",
    { giftCents: cents(100_000n), rewardCents: cents(100n), rewardsOfYearCents: cents(7_301n) },
    "reward_above_yearly_cap",
  ],
] as const)("T3: no receipt for %s", (_, change, reason) => {
  expect(decideReceipt(gift(change), LIMITS)).toEqual({ kind: "none", reason });
});

test.each([
  ["a person", {}, "11580", 10_000n],
  ["a company (T4)", { identity: company }, "16216", 10_000n],
  ["what is left after a partial refund", { returnedCents: cents(4_000n) }, "11580", 6_000n],
  ["a reward of just a quarter", { rewardCents: cents(2_500n), rewardsOfYearCents: cents(2_500n) }, "11580", 10_000n],
  [
    "a donor whose rewards just reach the yearly cap",
    { giftCents: cents(40_000n), rewardCents: cents(7_300n), rewardsOfYearCents: cents(7_300n) },
    "11580",
    40_000n,
  ],
  ["a gift without reward, whatever other gifts brought", { rewardsOfYearCents: cents(9_000n) }, "11580", 10_000n],
] as const)("T3: a receipt for %s", (_, change, form, amountCents) => {
  expect(decideReceipt(gift(change), LIMITS)).toMatchObject({ kind: "due", form, amountCents });
});

test("T3: a receipt never exceeds what is left of the gift", () => {
  fc.assert(
    fc.property(
      fc.bigInt(100n, 10_000_000n),
      fc.bigInt(0n, 10_000_000n),
      fc.bigInt(0n, 10_000n),
      (given, back, reward) => {
        const decision = decideReceipt(
          gift({
            giftCents: cents(given),
            returnedCents: cents(back),
            rewardCents: cents(reward),
            rewardsOfYearCents: cents(reward),
          }),
          LIMITS,
        );

        if (decision.kind === "due") expect(decision.amountCents).toBe(given - back);
        else expect(given > back && reward * 4n <= given - back && reward <= 7_300n).toBe(false);
      },
    ),
  );
});

test.each([
  [5_000n, 66n, 3_300n],
  [150_000n, 60n, 90_000n],
  [101n, 66n, 66n],
])("the reduction of %d cents at %d %% is floored to %d (A3)", (amount, percent, reduction) => {
  expect(taxReduction(cents(amount), percent)).toBe(reduction);
});

test("T1: numbers sort as text within a year", () => {
  expect([receiptReference(2026, 42), receiptReference(2026, 123_456)]).toEqual(["2026-000042", "2026-123456"]);
});

test.each([
  [100n, "un euro"],
  [2_150n, "vingt et un euros et cinquante centimes"],
  [7_101n, "soixante et onze euros et un centime"],
  [8_000n, "quatre-vingts euros"],
  [8_100n, "quatre-vingt-un euros"],
  [9_900n, "quatre-vingt-dix-neuf euros"],
  [20_000n, "deux cents euros"],
  [20_300n, "deux cent trois euros"],
  [150_000n, "mille cinq cents euros"],
  [8_000_000n, "quatre-vingt mille euros"],
  [20_000_000n, "deux cent mille euros"],
  [100_000_000n, "un million d’euros"],
  [248_075_00n, "deux cent quarante-huit mille soixante-quinze euros"],
  [50n, "zéro euro et cinquante centimes"],
])("%d cents are spelt %s", (amount, words) => {
  expect(eurosInFrenchWords(amount)).toBe(words);
});
