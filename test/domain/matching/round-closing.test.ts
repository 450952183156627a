import { expect, test } from "vitest";
import {
  type AwaitedGift,
  type CorrectedShare,
  planCorrection,
  roundStage,
  type StandingShare,
} from "../../../src/domain/matching/round-closing.ts";
import { cents } from "../../../src/domain/money.ts";
import { fc } from "../../support/property.ts";
import { aGift, aRule } from "../../support/rules.ts";

const rule = aRule({ formula: { kind: "pro_rata", budgetCents: cents(1_000n) } });
const at = (days: number) => new Date(rule.endsAt.getTime() + days * 86_400_000);

const awaited = (change: Partial<AwaitedGift> = {}): AwaitedGift => ({
  id: "a",
  donorId: "x",
  campaignId: "one",
  facts: aGift(),
  isCaptured: false,
  isDisputed: false,
  campaign: "under_way",
  mayReachGoal: true,
  otherMatch: "none",
  isAwaited: true,
  ...change,
});

test("M15: a round runs until its end, waits a day, and is due once nobody is awaited", () => {
  expect(roundStage(rule, [], new Date(rule.startsAt.getTime() - 1))).toEqual({ kind: "not_begun" });
  expect(roundStage(rule, [], at(-1))).toEqual({ kind: "running" });
  expect(roundStage(rule, [], at(0.5))).toEqual({ kind: "waiting", awaited: 0, at: at(1) });
  expect(roundStage(rule, [awaited({ isAwaited: false, isCaptured: true })], at(1))).toEqual({ kind: "due" });
});

test("M15: it waits for a payment or a settlement that may still count, sixty days at most; never for a gift that cannot", () => {
  const never = awaited({ facts: aGift({ donorIsHolder: true }) });
  const settling = awaited({ isCaptured: true });

  expect(roundStage(rule, [awaited(), never, settling], at(2))).toEqual({ kind: "waiting", awaited: 2, at: at(60) });
  expect(roundStage(rule, [never], at(2))).toEqual({ kind: "due" });
  expect(roundStage(rule, [awaited()], at(60))).toEqual({ kind: "due" });
});

const standing = (giftId: string, amount: bigint, fixed?: StandingShare["fixed"]): StandingShare => ({
  matchId: `m-${giftId}-${amount}`,
  giftId,
  campaignId: "one",
  amountCents: cents(amount),
  fixed,
});
const corrected = (id: string, amount: bigint): CorrectedShare => ({
  id,
  campaignId: "one",
  amountCents: cents(amount),
});

test("M15: more is added, less begins anew, and what is equal stays untouched", () => {
  const plan = planCorrection(
    [
      standing("more", 100n),
      standing("less", 100n),
      standing("less", 20n),
      standing("same", 50n),
      standing("gone", 5n),
    ],
    [corrected("more", 130n), corrected("less", 110n), corrected("same", 50n), corrected("new", 7n)],
  );

  expect(plan).toEqual({
    kind: "correction",
    reversed: [standing("less", 100n), standing("less", 20n), standing("gone", 5n)],
    granted: [corrected("more", 30n), corrected("less", 110n), corrected("new", 7n)],
  });
});

test("M15: money that was paid or signed for may grow and never come back", () => {
  const paid = [standing("a", 100n, "paid"), standing("b", 100n, "signed")];

  expect(planCorrection(paid, [corrected("a", 101n), corrected("b", 100n)])).toMatchObject({ kind: "correction" });
  expect(planCorrection(paid, [corrected("a", 99n), corrected("b", 1n)])).toEqual({
    kind: "refused",
    reason: "paid",
    giftIds: ["a"],
  });
  expect(planCorrection(paid, [corrected("a", 100n)])).toMatchObject({ reason: "signed", giftIds: ["b"] });
});

test("M15: after a correction every gift stands at its corrected share", () => {
  const shares = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.bigInt(1n, 1_000n)), { maxLength: 10 });
  const targets = fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.bigInt(1n, 1_000n)), {
    selector: ([id]) => id,
  });
  fc.assert(
    fc.property(shares, targets, (held, wanted) => {
      const before = held.map(([id, amount], i) => ({ ...standing(id, amount), matchId: `m${i}` }));
      const plan = planCorrection(
        before,
        wanted.map(([id, amount]) => corrected(id, amount)),
      );
      const { reversed, granted } = plan.kind === "correction" ? plan : expect.fail("a correction");
      const gone = new Set(reversed.map((share) => share.matchId));
      const after = new Map<string, bigint>();
      for (const { giftId, matchId, amountCents } of before)
        if (!gone.has(matchId)) after.set(giftId, (after.get(giftId) ?? 0n) + amountCents);
      for (const { id, amountCents } of granted) after.set(id, (after.get(id) ?? 0n) + amountCents);

      expect(Object.fromEntries(after)).toEqual(Object.fromEntries(wanted));
    }),
  );
});
