import { expect, test } from "vitest";
import { type DifferenceShape, type LikelyCause, likelyCause, urgencyOf } from "../../src/domain/difference.ts";

const shape = (more: Partial<DifferenceShape>): DifferenceShape => ({
  kind: "stripe-transaction",
  proposedCause: "entry-missing",
  amountCents: 5_000n,
  ageDays: 4,
  feeCents: 0n,
  isOfOurs: false,
  isHeard: false,
  hasTwin: false,
  hasOpposite: false,
  ...more,
});

const CASES: readonly (readonly [string, Partial<DifferenceShape>, LikelyCause])[] = [
  ["a category nobody knows", { proposedCause: "category-unknown" }, "unknown-category"],
  ["the same refund twice", { hasTwin: true, isOfOurs: true }, "duplicate"],
  ["a payment the bank showed already", { kind: "bank-line", proposedCause: "seen-already" }, "duplicate"],
  ["a line and an entry of the same size", { hasOpposite: true, ageDays: 0 }, "two-of-one"],
  ["exactly the fee is lacking", { proposedCause: "entry-amount-differs", amountCents: -140n, feeCents: 140n }, "fee"],
  ["another amount than booked", { proposedCause: "entry-amount-differs", feeCents: 140n }, "wrong-amount"],
  ["a payment order with another amount", { kind: "bank-line", proposedCause: "amount-differs" }, "wrong-amount"],
  ["the other side may still come", { ageDays: 1, isOfOurs: true }, "timing"],
  ["a payout sent yesterday", { kind: "payout-missing", proposedCause: "payout-missing", ageDays: 1 }, "timing"],
  ["a gift of ours whose event was lost", { isOfOurs: true }, "missing-event"],
  ["something nobody told us of", {}, "outside-the-application"],
  ["something we heard of and did not book", { isHeard: true }, "look-closer"],
  ["an unknown credit", { kind: "bank-line", proposedCause: "unknown-credit" }, "look-closer"],
];

test.each(CASES)("R2: %s", (_, facts, cause) => {
  expect(likelyCause(shape(facts))).toBe(cause);
});

test("R2: a difference is fresh for two days, late after a week", () => {
  expect([0, 1, 2, 6, 7, 40].map(urgencyOf)).toEqual(["fresh", "fresh", "waiting", "waiting", "late", "late"]);
});
