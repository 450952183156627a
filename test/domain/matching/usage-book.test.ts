import { expect, test } from "vitest";
import type { BookedGift, StandingMatch } from "../../../src/domain/matching/booked-gift.ts";
import { periodOf } from "../../../src/domain/matching/cap-period.ts";
import type { MatchingRule } from "../../../src/domain/matching/rule.ts";
import { answerGift, matchOf, usageBook } from "../../../src/domain/matching/usage-book.ts";
import { type Cents, cents } from "../../../src/domain/money.ts";
import { fc } from "../../support/property.ts";
import { aGift, aRule, PLACE } from "../../support/rules.ts";

const aBookedGift = (change: Partial<BookedGift> = {}, baseCents = 5_000n, departement = "23"): BookedGift => {
  const { donorIsPartner: _, ...facts } = aGift({
    baseCents: cents(baseCents),
    places: [{ ...PLACE, departement }],
  });
  return { id: "gift", donorId: "donor", campaignId: "campaign", facts, partnerPotIds: new Set(), ...change };
};

const aMatch = (change: Partial<StandingMatch> = {}): StandingMatch => ({
  ruleId: "rule-a",
  potId: "pot-a",
  giftId: "gift",
  donorId: "donor",
  campaignId: "campaign",
  amountCents: cents(100n),
  isLump: false,
  recordedAt: new Date("2026-06-01T10:00:00Z"),
  departements: ["23"],
  ...change,
});

const HELD = { departements: ["23", "19"], shareCents: cents(2_000n), until: new Date("2027-01-01T00:00:00Z") };

const matches = fc.array(
  fc.record({
    ruleId: fc.constantFrom("rule-a", "rule-b"),
    giftId: fc.constantFrom("g1", "g2", "g3"),
    donorId: fc.constantFrom("d1", "d2"),
    campaignId: fc.constantFrom("c1", "c2"),
    amountCents: fc.bigInt(1n, 900n).map(cents),
    isLump: fc.boolean(),
    // Around the ends of days, weeks and months in Paris, and the hour that comes twice in October.
    recordedAt: fc.constantFrom(
      ...["2026-06-30T21:59:59Z", "2026-06-30T22:00:00Z", "2026-07-05T21:30:00Z", "2026-07-05T22:30:00Z"].map(
        (at) => new Date(at),
      ),
      new Date("2026-10-25T00:30:00Z"),
      new Date("2026-10-25T01:30:00Z"),
    ),
    departements: fc.constantFrom(["23"], ["75"], ["19", "75"], []),
    isGivenBack: fc.boolean(),
  }),
);

test("M1, M8: what a book says is used is what summing every standing match says, after any gifts and returns", () => {
  fc.assert(
    fc.property(matches, fc.constantFrom("day", "week", "month"), (given, capPeriod) => {
      const rule = aRule({ capPeriod, capPerPeriodCents: cents(1n), heldShares: [HELD] });
      const inForce: readonly MatchingRule[] = [rule];
      const book = usageBook();
      book.fundPot("pot-a", 1_000_000n);
      book.usageOf(rule, aBookedGift(), inForce);
      const all = given.map((one) => ({ ...aMatch(one), isGivenBack: one.isGivenBack }));

      for (const match of all) book.record(match);
      for (const match of all) if (match.isGivenBack) book.giveBack(match);

      const standing = all.filter((match) => !match.isGivenBack);
      const sum = (of: readonly StandingMatch[]) =>
        cents(of.reduce((total, { amountCents }) => total + amountCents, 0n));
      const ofRule = standing.filter(({ ruleId }) => ruleId === "rule-a");
      for (const { recordedAt } of all.length > 0 ? all : [aMatch()]) {
        const gift = aBookedGift({ id: "g1", donorId: "d1", campaignId: "c1" }, 5_000n, "75");
        const usage = book.usageOf(rule, { ...gift, facts: { ...gift.facts, recordedAt } }, inForce);
        expect(usage).toMatchObject({
          usedByGiftCents: sum(ofRule.filter(({ giftId }) => giftId === "g1")),
          usedByDonorCents: sum(ofRule.filter(({ donorId }) => donorId === "d1")),
          usedByCampaignCents: sum(ofRule.filter(({ campaignId }) => campaignId === "c1")),
          usedInPeriodCents: sum(
            ofRule.filter((match) => periodOf(capPeriod, match.recordedAt) === periodOf(capPeriod, recordedAt)),
          ),
          usedInAllCents: sum(ofRule),
          lumpStands: ofRule.some(({ campaignId, isLump }) => isLump && campaignId === "c1"),
        });
        const taken = sum(standing.filter(({ departements }) => departements.some((d) => d === "23" || d === "19")));
        expect(usage.heldForOthersCents).toBe(taken > 2_000n ? 0n : 2_000n - taken);
      }
      expect(book.potsRemaining.get("pot-a")).toBe(1_000_000n - sum(standing));
    }),
  );
});

test("M2: a pot cannot give what it does not hold, whoever asks", () => {
  const book = usageBook();
  book.fundPot("pot-a", 99n);

  expect(() => book.record(aMatch())).toThrow(RangeError);
});

test("M3: a ceiling counts the matches of every rule on the campaign, and of no other", () => {
  const book = usageBook();
  book.fundPot("pot-a", 10_000n);
  book.setCeiling("campaign", cents(250n));

  book.record(aMatch({ ruleId: "rule-b" }));
  book.record(aMatch({ campaignId: "another" }));

  expect(book.ceilingRemaining("campaign")).toBe(150n);
  expect(book.ceilingRemaining("another")).toBeUndefined();
});

test("M15: progress counts firm gifts once a donor, and the gift that asks with what it is", () => {
  const book = usageBook();
  const firm = (giftId: string, donorId: string, amount: Cents) =>
    book.progress.setFirm("campaign", giftId, donorId, amount);
  book.progress.open("campaign", 3, cents(30_000n));
  firm("g1", "d1", cents(1_000n));
  firm("g2", "d1", cents(2_000n));
  firm("g3", "d2", cents(4_000n));
  firm("g3", "d2", cents(0n));

  const byNew = book.progress.with(aBookedGift({ id: "g9", donorId: "d9" }));
  const byKnown = book.progress.with(aBookedGift({ id: "g8", donorId: "d1" }));
  const byItself = book.progress.with(aBookedGift({ id: "g2", donorId: "d1" }, 1_500n));

  expect(byNew).toEqual({ uniqueDonors: 5, raisedCents: 38_000n });
  expect(byKnown).toEqual({ uniqueDonors: 4, raisedCents: 38_000n });
  expect(byItself).toEqual({ uniqueDonors: 4, raisedCents: 32_500n });
});

test("M3, M6: a gift is answered by every rule in force, each seeing what those before it took", () => {
  const book = usageBook();
  book.fundPot("pot-a", 7_000n);
  book.fundPot("pot-b", 10_000n);
  const rules = [
    aRule({ id: "rule-a", priority: 1 }),
    aRule({ id: "rule-b", priority: 2 }),
    aRule({ id: "rule-c", priority: 3, potId: "pot-b" }),
  ];
  const gift = { ...aBookedGift(), id: "gift", donorId: "donor", partnerPotIds: new Set(["pot-b"]) };

  const { traces } = answerGift(book, rules, gift);
  for (const trace of traces) {
    const match = matchOf(trace, gift);
    if (match !== undefined) book.record(match);
  }

  expect(traces.map(({ amountCents, boundBy }) => [amountCents, boundBy])).toEqual([
    [5_000n, "formula"],
    [2_000n, "pot"],
    [0n, "donor_is_partner"],
  ]);
  expect(book.potsRemaining.get("pot-a")).toBe(0n);
});
