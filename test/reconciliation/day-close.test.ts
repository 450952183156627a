import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { auditLog, closedDays, differences } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { type Account, accounts, move } from "../../src/domain/ledger.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { sealEntries } from "../../src/ledger/seal-entries.ts";
import { sealHead } from "../../src/ledger/sealed-entries.ts";
import { closeDay } from "../../src/reconciliation/close-day.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { listReconciliationDays, readReconciliationDay } from "../../src/reconciliation/read-days.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { findOverdue } from "../../src/self-check/find-overdue.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold, race } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;
let other: Awaited<ReturnType<typeof aStaffMember>>;
let authoriser: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  paymaster = await aStaffMember(deps, "paymaster");
  other = await aStaffMember(deps, "paymaster");
  authoriser = await aStaffMember(deps, "authoriser");
});

const DAY = "2026-03-10";
const NEXT = "2026-03-11";

/** A statement of one day with one credit nobody knows: its money waits in suspense, with a difference. */
async function aStatement(on: string, amountCents = 5_000n, openingCents = 0n): Promise<string> {
  const transfer = { amountCents, debtorName: "Mairie", debtorIban: "BE68539007547034", remittance: "Don" };
  const xml = bankStatement(
    { name: "Fonds de test", iban: deps.bankAccount.iban },
    { bankDate: on, openingCents, incomingTransfers: [transfer] },
  );
  await importBankStatement(deps, paymaster, { xml });
  const found = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  return (
    found.findLast(({ kind, state }) => kind === "bank-line" && state === "open")?.id ?? expect.fail("nothing opened")
  );
}

const explain = (differenceId: string, by = paymaster) =>
  explainDifference(deps, by, { differenceId, reason: "Don de la mairie", resolution: "account:fund:general" });

async function aClosedDay(): Promise<void> {
  await explain(await aStatement(DAY));
  await closeDay(deps, other, { day: DAY });
}

const post = (key: string, account: Account, occurredAt: string) =>
  inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key,
      kind: "test",
      occurredAt: new Date(occurredAt),
      source: "test",
      postings: move(account, accounts.general, 700n),
    }),
  );

const rowsOf = () => deps.db.select().from(closedDays).where(eq(closedDays.fundId, deps.fundId));
const refusalsOf = async (day: string, by = other) =>
  (await readReconciliationDay(deps, by, day)).refusals.map(({ kind }) => kind);

test("R4: a day whose differences a second person answers for is closed as it was shown, with the head of the chain", async () => {
  await explain(await aStatement(DAY));
  // An entry an hour old is sealed whatever else is running in the cluster.
  await moveClock(database, undefined, 3_700);
  await sealEntries(deps);
  const head = await sealHead(deps.db, deps.fundId);

  await closeDay(deps, other, { day: DAY });

  const [row] = await rowsOf();
  expect(row).toMatchObject({ day: DAY, closedBy: `user:${other.userId}`, sealSequence: 1, sealHash: head?.hash });
  const shown = await readReconciliationDay(deps, other, DAY);
  expect(shown.figures.bank).toMatchObject({
    firstCents: 5_000n,
    secondCents: 5_000n,
    gapCents: 0n,
    ledgerClosingCents: 5_000n,
    statementClosingCents: 5_000n,
  });
  const [audit] = await deps.db.select().from(auditLog).where(eq(auditLog.action, "day.close"));
  expect(audit).toMatchObject({ actor: `user:${other.userId}`, subjectKind: "day", subjectId: DAY });
  await booksHold(deps);
});

test("R4: a day is not closed with a difference nobody explained, nor by the one who explained it", async () => {
  const differenceId = await aStatement(DAY);

  await expect(closeDay(deps, other, { day: DAY })).rejects.toMatchObject({
    type: "day-not-closable",
    text: { en: "Differences of the day that nobody explained: 1." },
  });
  await explain(differenceId);
  await expect(closeDay(deps, paymaster, { day: DAY })).rejects.toMatchObject({
    text: { en: expect.stringContaining("Differences you explained yourself: 1.") },
  });
  expect(await rowsOf()).toEqual([]);

  await closeDifference(deps, authoriser, { differenceId, resolution: "account:fund:general" });
  await closeDay(deps, paymaster, { day: DAY });
  expect(await rowsOf()).toHaveLength(1);
});

test("R4: a day that is not over is not closed, nor one after a day with movements that is not closed", async () => {
  await explain(await aStatement(DAY));
  const [today] = await listReconciliationDays(deps, other);

  await expect(closeDay(deps, other, { day: today?.day ?? "" })).rejects.toMatchObject({
    text: { en: expect.stringContaining("The day is not over.") },
  });
  await expect(closeDay(deps, other, { day: "2026-03-12" })).rejects.toMatchObject({
    type: "day-not-closable",
    text: { en: "Earlier days have movements and are not closed, beginning with: 10 March 2026." },
  });
  await closeDay(deps, other, { day: DAY });
  await closeDay(deps, other, { day: "2026-03-12" });
  expect((await rowsOf()).map(({ day }) => day)).toEqual([DAY, "2026-03-12"]);
});

test("R1, R4: the bank moved in the books and no statement shows it: the day waits for the statement", async () => {
  await post("received", accounts.bank, "2026-03-10T10:00:00Z");

  expect(await refusalsOf(DAY)).toEqual(["no-statement", "gap"]);
  await expect(closeDay(deps, other, { day: DAY })).rejects.toMatchObject({
    fields: [
      { field: "day", message: { en: "The bank moved that day, and no imported bank statement covers it." } },
      { field: "day", message: { en: expect.stringContaining("−€7 is left unexplained (movements") } },
    ],
  });
});

test("R1, R4: an entry Stripe's statement does not know keeps its day open", async () => {
  await post("charged", accounts.stripe, "2026-03-10T10:00:00Z");

  const day = await readReconciliationDay(deps, other, DAY);
  expect(day.figures.stripe).toMatchObject({ firstCents: 700n, secondCents: 0n, unexplainedCents: 700n, loose: 1 });
  await expect(closeDay(deps, other, { day: DAY })).rejects.toMatchObject({
    text: { en: expect.stringContaining("Between the books and Stripe’s statement, €7 is left unexplained") },
  });
});

test("R1: midnight is that of Paris: an entry at 23:30 UTC stands on the next day", async () => {
  await post("charged", accounts.stripe, "2026-03-10T23:30:00Z");

  const [day, next] = [await readReconciliationDay(deps, other, DAY), await readReconciliationDay(deps, other, NEXT)];

  expect([day.figures.stripe.firstCents, next.figures.stripe.firstCents]).toEqual([0n, 700n]);
});

test("R1, R4: money that was there before the first statement is a difference, and closes once it is answered for", async () => {
  const line = await aStatement(DAY, 5_000n, 20_000n);
  await explain(line);
  const [balance] = await deps.db.select().from(differences).where(eq(differences.kind, "bank-balance"));
  expect(await refusalsOf(DAY)).toEqual(["open-differences", "gap"]);

  await explain(balance?.id ?? "");

  expect(await refusalsOf(DAY)).toEqual([]);
  await closeDifference(deps, authoriser, { differenceId: balance?.id ?? "", resolution: "account:fund:general" });
  await closeDay(deps, other, { day: DAY });
  await booksHold(deps);
});

test("R4: two people closing at once close once", async () => {
  await explain(await aStatement(DAY));
  const third = await aStaffMember(deps, "paymaster");

  const { done, refused } = await race(
    [other, third, other, third].map((person) => closeDay(deps, person, { day: DAY })),
  );

  expect(done).toHaveLength(1);
  expect(refused).toEqual(["day-closed", "day-closed", "day-closed"]);
  expect(await rowsOf()).toHaveLength(1);
});

test("R4: what is recorded afterwards does not reopen the day: its figures stay, and the entry is shown as late", async () => {
  await aClosedDay();

  await post("late", accounts.bank, "2026-03-10T10:00:00Z");

  const day = await readReconciliationDay(deps, other, DAY);
  expect(day.lateEntries).toMatchObject([{ key: "late" }]);
  expect(day.figures.bank).toMatchObject({ secondCents: 5_000n, ledgerClosingCents: 5_000n });
  expect(await rowsOf()).toHaveLength(1);
});

test("X1: only a paymaster closes a day, and to strangers there are no days", async () => {
  await explain(await aStatement(DAY));
  const stranger = { ...other, staffRoles: [] };

  await expect(closeDay(deps, authoriser, { day: DAY })).rejects.toMatchObject({ type: "forbidden" });
  await expect(closeDay(deps, stranger, { day: DAY })).rejects.toMatchObject({ type: "not-found" });
  await expect(readReconciliationDay(deps, stranger, DAY)).rejects.toMatchObject({ type: "not-found" });
  await expect(readReconciliationDay(deps, other, "2026-02-30")).rejects.toMatchObject({ type: "not-found" });
  await expect(readReconciliationDay(deps, other, "0000-01-01")).rejects.toMatchObject({ type: "not-found" });
});

test("R4: a week after its movements an open day is found overdue, only where days are closed at all", async () => {
  const overdue = async () =>
    (await findOverdue(deps.db, deps.fundId)).filter(({ invariant }) => invariant.startsWith("R4"));
  await explain(await aStatement(DAY));
  expect(await overdue()).toEqual([]);
  await closeDay(deps, other, { day: DAY });
  expect(await overdue()).toEqual([]);

  await aStatement(NEXT, 300n, 5_000n);

  expect(await overdue()).toMatchObject([{ invariant: "R4 a day is closed within seven days", subject: DAY }]);
});

const inserting = (
  columns: string,
) => `insert into closed_days (fund_id, day, closed_by, closed_at, figures, seal_sequence, seal_hash, snapshot)
  select fund_id, ${columns}, '1:1:' from closed_days where fund_id = :fund:`;

test.each([
  ["closed_days_once", inserting("day, closed_by, closed_at, figures, null, null")],
  ["closed_days_by_a_person", inserting("'2026-03-12', 'worker:closing', closed_at, figures, null, null")],
  ["closed_days_day_over", inserting("'2026-03-12', closed_by, '2026-03-12T22:59:00Z', figures, null, null")],
  ["closed_days_figures_whole", inserting("'2026-03-12', closed_by, closed_at, '[]', null, null")],
  ["closed_days_seal_whole", inserting("'2026-03-12', closed_by, closed_at, figures, null, repeat('a', 64)")],
  ["closed_days_seal_whole", inserting("'2026-03-12', closed_by, closed_at, figures, 1, 'abc'")],
  ["closed_days_seal", inserting("'2026-03-12', closed_by, closed_at, figures, 99, repeat('a', 64)")],
])("R4: raw SQL cannot get past %s", async (constraint, statement) => {
  await aClosedDay();

  expect((await failureOf(statement))?.constraint).toBe(constraint);
});

test.each([
  "update closed_days set figures = '{}' where fund_id = :fund:",
  "delete from closed_days where fund_id = :fund:",
  "truncate closed_days",
])("R4: a closed day is for good, for the database's owner too: %s", async (statement) => {
  await aClosedDay();

  expect(await failureOf(statement)).toBeDefined();
  expect(await rowsOf()).toHaveLength(1);
});

async function failureOf(statement: string) {
  try {
    await database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(statement.replaceAll(":fund:", `'${deps.fundId}'`)));
    });
    return undefined;
  } catch (error) {
    return postgresError(error);
  }
}
