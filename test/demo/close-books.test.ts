import { expect, test } from "vitest";
import { faultsOf } from "../../src/demo/scenes/close-books.ts";

const BALANCED = {
  balances: [
    { account: "stripe", kind: "stripe", normalSide: "debit", balanceCents: 0n },
    { account: "bank", kind: "bank", normalSide: "debit", balanceCents: 150_000n },
    { account: "fund:reserve", kind: "fund:reserve", normalSide: "credit", balanceCents: 150_000n },
  ],
  findings: [],
} as const;

const L1 = "L1 every entry has at least two postings that sum to zero";

test("books whose invariants hold, with nothing on its way and no difference, have no fault", () => {
  expect(faultsOf(BALANCED, [], true)).toEqual([]);
});

test("a broken invariant, an open difference, money on its way and a balance other than Stripe's are each a fault", () => {
  const finding = { invariant: L1, subject: "charge:ch_1:captured", facts: { lines: 2, sum: 1 } };
  const onItsWay = { account: "bank:outgoing", kind: "bank:outgoing", normalSide: "debit", balanceCents: -5n } as const;

  const faults = faultsOf(
    { balances: [...BALANCED.balances, onItsWay], findings: [finding] },
    [{ kind: "bank-line", subject: "bank-line:1" }],
    false,
  );

  expect(faults).toEqual([
    `${L1}: charge:ch_1:captured, 2 postings, sum €0.01`,
    "open difference bank-line: bank-line:1",
    "bank:outgoing should be empty and holds -5 cents",
    "Stripe’s balance and the books differ",
  ]);
});
