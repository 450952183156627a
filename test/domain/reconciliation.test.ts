import { expect, test } from "vitest";
import { accounts, consolidate, isBalanced } from "../../src/domain/ledger.ts";
import { type Movement, type StripeEntry, tieMovements } from "../../src/domain/reconciliation.ts";
import { fc } from "../support/property.ts";

const movement = (more: Partial<Movement> = {}): Movement => ({
  id: "txn_1",
  category: "charge",
  amountCents: 5_000n,
  feeCents: 100n,
  sourceId: "ch_1",
  overdue: true,
  ...more,
});
const entry = (more: Partial<StripeEntry> = {}): StripeEntry => ({
  entryId: "e1",
  movementId: "txn_1",
  amountCents: 5_000n,
  ...more,
});
const tieOf = (m: Movement, entries: readonly StripeEntry[] = []) => tieMovements([m], entries)[0]?.tie;
const amounts = (postings: readonly { account: string; amountCents: bigint }[] = []) =>
  Object.fromEntries(postings.map((p) => [p.account, p.amountCents]));

test("a charge ties with the entry of the same gross amount, and its fee is posted (R1)", () => {
  const tie = tieOf(movement(), [entry({ entryId: "other", amountCents: 4_000n }), entry()]);

  expect(tie).toMatchObject({ kind: "tied", entryId: "e1", fee: { key: "txn:txn_1:fee" } });
  expect(tie?.kind === "tied" && amounts(tie.fee?.postings)).toEqual({
    [accounts.processorFees]: 100n,
    [accounts.stripe]: -100n,
  });
});

test("a dispute's fee is a cost of disputes (F4)", () => {
  const tie = tieOf(movement({ category: "dispute", amountCents: -5_000n, feeCents: 1_500n }), [
    entry({ amountCents: -5_000n }),
  ]);

  expect(tie?.kind === "tied" && amounts(tie.fee?.postings)).toMatchObject({ [accounts.disputeFees]: 1_500n });
});

test.each([
  ["no entry", [], "entry-missing", 5_000n],
  ["another amount", [entry({ amountCents: 4_990n })], "entry-amount-differs", 10n],
])("with %s a charge waits for the grace, then differs (R2)", (_, entries, cause, amountCents) => {
  expect(tieOf(movement({ overdue: false }), entries)).toEqual({ kind: "waiting" });
  expect(tieOf(movement(), entries)).toEqual({ kind: "differs", cause, amountCents });
});

test("no entry ties twice: the second of two equal movements differs (R3)", () => {
  const two = [movement(), movement({ id: "txn_2" })];

  const ties = tieMovements(two, [entry(), entry({ movementId: "txn_2" })]);

  expect(ties.map(({ tie }) => tie.kind)).toEqual(["tied", "differs"]);
});

test.each([
  ["payout", -5_000n, "payout:po_1:in-transit", accounts.stripeInTransit, undefined],
  ["payout_reversal", 5_000n, "payout:po_1:returned", accounts.stripeInTransit, "payout-returned"],
  ["fee", -5_000n, "txn:txn_1:fee", accounts.processorFees, undefined],
  ["tax", -5_000n, "txn:txn_1:tax", accounts.processorFees, undefined],
  ["topup", 5_000n, "txn:txn_1:topup", accounts.stripeInTransit, undefined],
  ["unreconciled_customer_funds", 5_000n, "txn:txn_1:suspense", accounts.suspense, "customer-money-unplaced"],
  ["a_category_of_tomorrow", 5_000n, "txn:txn_1:suspense", accounts.suspense, "category-unknown"],
])("%s is booked from the statement alone (R1, R2)", (category, amountCents, key, counterpart, alarm) => {
  const tie = tieOf(movement({ category, amountCents, feeCents: 0n, sourceId: "po_1", overdue: false }));

  expect(tie).toMatchObject({ kind: "booked", alarm, entry: { key } });
  expect(tie?.kind === "booked" && amounts(consolidate(tie.entry.postings))).toEqual({
    [accounts.stripe]: amountCents,
    [counterpart]: -amountCents,
  });
});

test("a refund that failed before it was booked leaves and comes back through suspense", () => {
  const out = movement({ category: "refund", amountCents: -700n, feeCents: 0n, sourceId: "re_1" });
  const backAgain = movement({ ...out, id: "txn_2", category: "refund_failure", amountCents: 700n });

  const ties = tieMovements([out, backAgain], []);

  expect(ties.map(({ tie }) => tie.kind === "booked" && tie.entry.key)).toEqual([
    "txn:txn_1:suspense",
    "txn:txn_2:suspense",
  ]);
});

test("a movement of nothing needs no entry", () => {
  expect(tieOf(movement({ amountCents: 0n, feeCents: 0n }))).toEqual({ kind: "nothing" });
});

test("whatever the statement says, what is booked balances and moves exactly its net amount (L1, R1)", () => {
  const anyMovement = fc.record({
    id: fc.constantFrom("txn_1", "txn_2"),
    category: fc.constantFrom("charge", "refund", "payout", "fee", "topup", "reserve", "dispute", "refund_failure"),
    amountCents: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
    feeCents: fc.bigInt({ min: -1_000n, max: 1_000n }),
    sourceId: fc.option(fc.constantFrom("ch_1", "po_1"), { nil: undefined }),
    overdue: fc.boolean(),
  });
  fc.assert(
    fc.property(anyMovement, fc.boolean(), (m, withEntry) => {
      const tie = tieOf(m, withEntry ? [entry({ movementId: m.id, amountCents: m.amountCents })] : []);
      if (tie?.kind !== "booked") return;
      const lines = consolidate(tie.entry.postings);
      expect(lines.length === 0 || isBalanced(lines)).toBe(true);
      expect(amounts(lines)[accounts.stripe] ?? 0n).toBe(m.amountCents - m.feeCents);
    }),
  );
});
