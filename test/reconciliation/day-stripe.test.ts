import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { bankLines, bankStatements, stripePayouts } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { closeDay } from "../../src/reconciliation/close-day.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { listReconciliationDays, readReconciliationDay } from "../../src/reconciliation/read-days.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";
import { actor, testBooks } from "./stripe-support.ts";

const database = testDatabase();
const books = testBooks(database);

const reader = () => aStaffMember(books().deps, "paymaster");
const today = async () => {
  const [line] = await books().transactions();
  return dayOf(line?.occurredAt ?? expect.fail("Stripe's statement is empty"));
};

test("R1: a day's charges tie with their entries by reporting category, fees included", async () => {
  const { deps, charge, book } = books();
  await book(await charge(5_000), 5_000n);
  await reconcileStripe(deps, actor);

  const { figures, refusals } = await readReconciliationDay(deps, await reader(), await today());

  const [line] = await books().transactions();
  expect(figures.stripe).toMatchObject({ gapCents: 0n, unexplainedCents: 0n, loose: 0, secondCents: line?.netCents });
  expect(figures.stripe.categories).toMatchObject([
    { category: "charge", firstCents: line?.netCents, secondCents: line?.netCents },
  ]);
  expect(refusals.map(({ kind }) => kind)).toEqual(["not-over"]);
});

test("R1, R4: a charge the books do not know keeps its day open until its difference is answered for and booked", async () => {
  const { deps, charge, passGrace } = books();
  await charge(5_000);
  await reconcileStripe(deps, actor);
  await passGrace();
  await reconcileStripe(deps, actor);
  await moveClock(database, undefined, 2 * DAY);
  const day = await today();

  const { figures, differences, refusals } = await readReconciliationDay(deps, await reader(), day);

  const [line] = await books().transactions();
  expect(figures.stripe).toMatchObject({ firstCents: 0n, unexplainedCents: -(line?.netCents ?? 0n), loose: 1 });
  expect(differences).toMatchObject([{ day, proposedCause: "entry-missing", state: "open" }]);
  expect(refusals.map(({ kind }) => kind)).toEqual(["open-differences", "gap"]);
});

test("R1: an entry that stands on the eve of its line leaves a gap on both days, which is no difference", async () => {
  const { deps, charge, passGrace } = books();
  const chargeId = await charge(5_000);
  const eve = new Date(Date.now() - DAY * 1000);
  await inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, actor, {
      key: `${chargeId}:booked`,
      kind: "test",
      occurredAt: eve,
      source: `stripe:${chargeId}`,
      postings: move(accounts.stripe, accounts.general, 5_000n),
    }),
  );
  await reconcileStripe(deps, actor);
  await passGrace();
  await moveClock(database, undefined, 2 * DAY);
  const person = await reader();

  const before = await readReconciliationDay(deps, person, dayOf(eve));
  const after = await readReconciliationDay(deps, person, await today());

  expect(before.figures.stripe).toMatchObject({
    gapCents: 5_000n,
    otherDayCents: 5_000n,
    unexplainedCents: 0n,
    loose: 0,
  });
  expect(after.figures.stripe).toMatchObject({
    gapCents: -5_000n,
    otherDayCents: -5_000n,
    unexplainedCents: 0n,
    loose: 0,
  });
  await closeDay(deps, person, { day: dayOf(eve) });
  await closeDay(deps, person, { day: await today() });
  await booksHold(deps);
});

/** A payout of ours that Stripe says arrived on that day, at noon UTC. */
const aPayout = (id: string, amountCents: bigint, day: string) =>
  inTransaction(books().deps.db, (tx) =>
    tx.insert(stripePayouts).values({
      fundId: books().deps.fundId,
      id,
      amountCents,
      state: "paid",
      arrivesAt: new Date(`${day}T12:00:00Z`),
    }),
  );

/** The payout leaves Stripe in the books, and the bank shows it, by its reference, on another day. */
async function shownByTheBank(id: string, amountCents: bigint, on: string) {
  const { deps } = books();
  await inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, actor, {
      key: `${id}:sent`,
      kind: "test",
      occurredAt: new Date(`${on}T08:00:00Z`),
      source: "test",
      postings: move(accounts.stripeInTransit, accounts.general, amountCents),
    }),
  );
  const transfer = { amountCents, debtorName: "Stripe", debtorIban: "BE68539007547034", remittance: id };
  const xml = bankStatement(
    { name: deps.bankAccount.name, iban: deps.bankAccount.iban },
    { bankDate: on, openingCents: 0n, incomingTransfers: [transfer] },
  );
  await importBankStatement(deps, await reader(), { xml });
}

test("R1: a payout that arrived on Saturday and that the bank shows on Monday ties with the other day", async () => {
  const { deps } = books();
  await aPayout("po_saturday1", 4_000n, "2026-03-14");
  await shownByTheBank("po_saturday1", 4_000n, "2026-03-16");
  const person = await reader();

  const saturday = await readReconciliationDay(deps, person, "2026-03-14");
  const monday = await readReconciliationDay(deps, person, "2026-03-16");

  expect(saturday.figures.payouts).toMatchObject({ firstCents: 4_000n, otherDayCents: 4_000n, unexplainedCents: 0n });
  expect(monday.figures.payouts).toMatchObject({ secondCents: 4_000n, otherDayCents: -4_000n, unexplainedCents: 0n });
  expect(monday.figures.bank).toMatchObject({
    gapCents: 0n,
    statementClosingCents: 4_000n,
    closingUnexplainedCents: 0n,
  });
  expect(await deps.db.$count(bankLines, eq(bankLines.fundId, deps.fundId))).toBe(1);
});

test("R1, R2: a payout no bank line shows five days later is a difference, closed by the entry of the line that comes", async () => {
  const { deps, differences } = books();
  await aPayout("po_missing1", 4_000n, "2026-03-14");
  const missing = async () => (await differences()).filter(({ kind }) => kind === "payout-missing");

  await reconcileStripe(deps, actor);
  await reconcileStripe(deps, actor);

  expect(await missing()).toMatchObject([{ subject: "payout:po_missing1", amountCents: -4_000n, state: "open" }]);
  const day = await readReconciliationDay(deps, await reader(), "2026-03-14");
  expect(day.figures.payouts).toMatchObject({ unexplainedCents: 4_000n, loose: 1 });
  expect(day.differences).toMatchObject([{ kind: "payout-missing" }]);
  await shownByTheBank("po_missing1", 4_000n, "2026-03-16");
  await reconcileStripe(deps, actor);
  expect(await missing()).toMatchObject([{ state: "closed", closingEntryId: expect.any(String) }]);
  await booksHold(deps);
});

test("R1: the list shows the last 31 Paris days, today first, with the same figures as the day", async () => {
  const { deps, charge, book } = books();
  await book(await charge(5_000), 5_000n);
  await reconcileStripe(deps, actor);
  const person = await reader();

  const days = await listReconciliationDays(deps, person);

  const day = await today();
  expect(days).toHaveLength(31);
  expect(new Set(days.map((one) => one.day)).size).toBe(31);
  const listed = days.find((one) => one.day === day);
  expect(listed?.figures).toEqual((await readReconciliationDay(deps, person, day)).figures);
  expect(await deps.db.$count(bankStatements, eq(bankStatements.fundId, deps.fundId))).toBe(0);
});
