import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { cents } from "../../src/domain/money.ts";
import { decideCapture, nextChargeAt, PLEDGE_TRANSITIONS, type PledgeFacts } from "../../src/domain/pledge.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();

const deadlineAt = new Date("2026-06-01T22:00:00Z");
const live = { deadlineAt, isDecided: false };
const pledge: PledgeFacts = {
  state: "charging",
  amountCents: cents(5_000n),
  tipCents: cents(200n),
  chargeId: undefined,
  held: false,
};
const charge = {
  chargeId: "ch_1",
  amountCents: cents(5_200n),
  currency: "eur",
  capturedAt: new Date("2026-06-02T08:00:00Z"),
};

test.each([
  ["gift and tip together are captured", {}, {}, {}, "captured"],
  ["the same charge again changes nothing (S2)", { state: "captured", chargeId: "ch_1" }, {}, {}, "already_captured"],
  ["a second charge goes back (P7)", { state: "captured", chargeId: "ch_0" }, {}, {}, "late"],
  ["money for a cancelled pledge goes back (P7)", { state: "cancelled" }, {}, {}, "late"],
  ["money for an expired pledge goes back (P7)", { state: "expired" }, {}, {}, "late"],
  ["money for a failed pledge goes back (P7)", { state: "failed" }, {}, {}, "late"],
  ["money after the decision goes back (P7)", {}, {}, { isDecided: true }, "late"],
  [
    "a draft paid before the deadline is captured (P3)",
    { state: "draft" },
    { capturedAt: new Date(deadlineAt.getTime() - 1) },
    {},
    "captured",
  ],
  ["a draft paid at the deadline goes back (P3)", { state: "draft" }, { capturedAt: deadlineAt }, {}, "late"],
  ["one cent too much is held (S4)", {}, { amountCents: cents(5_201n) }, {}, "held"],
  ["one cent too little is held (S4)", {}, { amountCents: cents(5_199n) }, {}, "held"],
  ["another currency is held (S4)", {}, { currency: "usd" }, {}, "held"],
] as const)("%s", (_, pledgeChange, chargeChange, campaignChange, kind) => {
  const decision = decideCapture(
    { ...pledge, ...pledgeChange },
    { ...charge, ...chargeChange },
    { ...live, ...campaignChange },
  );

  expect(decision.kind).toBe(kind);
});

test("P4: a soft decline is tried again on days 1, 3, 5 and 7 of the window, then never", () => {
  const start = new Date("2026-06-01T22:00:10Z");
  const day = (n: number) => new Date(start.getTime() + n * 86_400_000);
  const windowEndsAt = day(7);

  const retries = [];
  for (let at = nextChargeAt(start, start, windowEndsAt); at !== undefined; at = nextChargeAt(start, at, windowEndsAt))
    retries.push(at);

  expect(retries).toEqual([day(1), day(3), day(5), day(7)]);
  expect(nextChargeAt(start, day(4), windowEndsAt)).toEqual(day(5));
});

test("P2: the database allows exactly the pledge transitions of the domain", async () => {
  const rows = await database.db.execute<{ from_state: string; to_state: string }>(
    sql`select from_state, to_state from state_transitions where machine = 'pledge'`,
  );

  const stored = rows.map((r) => `${r.from_state} → ${r.to_state}`).toSorted();
  const known = Object.entries(PLEDGE_TRANSITIONS).flatMap(([from, tos]) => tos.map((to) => `${from} → ${to}`));
  expect(stored).toEqual(known.toSorted());
});
