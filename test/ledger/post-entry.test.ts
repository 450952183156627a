import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { ACCOUNT_KINDS, accounts, credit, debit, move, type Posting } from "../../src/domain/ledger.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { type Entry, postEntry } from "../../src/ledger/post-entry.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(database.db);
});

const entry = (postings: readonly Posting[], more: Partial<Entry> = {}): Entry => ({
  key: `test:${uuidv7()}`,
  kind: "test",
  occurredAt: new Date("2026-06-01T10:00:00Z"),
  source: "test",
  postings,
  ...more,
});

const post = (e: Entry) => inTransaction(deps.db, (tx) => postEntry(tx, deps.fundId, worker("test"), e));

const balance = async (account: string) =>
  (await listBalances(deps.db, deps.fundId)).find((b) => b.account === account)?.balanceCents ?? 0n;

/** Raw SQL as the owner, in an announced transaction: only the invariants of the tables stand in the way. */
const asOwner = (...statements: ReturnType<typeof sql>[]) =>
  database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    for (const statement of statements) await tx.execute(statement);
  });

test("L2: posting the same key twice changes nothing and says so", async () => {
  const gift = entry(move(accounts.stripe, accounts.gifts(uuidv7()), 5_000n));

  const first = await post(gift);
  const second = await post(gift);

  expect(first.posted).toBe(true);
  expect(second).toEqual({ entryId: first.entryId, posted: false });
});

test("L2: twenty callers racing with one key post one entry", async () => {
  const campaign = accounts.gifts(uuidv7());
  const gift = entry(move(accounts.stripe, campaign, 700n));

  const outcomes = await Promise.all(Array.from({ length: 20 }, () => post(gift)));

  expect(outcomes.filter((o) => o.posted)).toHaveLength(1);
  expect(new Set(outcomes.map((o) => o.entryId)).size).toBe(1);
  expect(await balance(campaign)).toBe(700n);
});

test("L2: the same key with other lines is refused", async () => {
  const campaign = accounts.gifts(uuidv7());
  const gift = entry(move(accounts.stripe, campaign, 700n));
  await post(gift);

  await expect(post({ ...gift, postings: move(accounts.stripe, campaign, 701n) })).rejects.toMatchObject({
    type: "entry-key-reused",
  });
});

test.each([
  ["one line", [debit(accounts.stripe, 5n)]],
  ["two lines that do not sum to zero", [debit(accounts.stripe, 5n), credit(accounts.tips, 4n)]],
  ["lines that cancel each other on one account", [debit(accounts.stripe, 5n), credit(accounts.stripe, 5n)]],
])("L1: an entry of %s is refused", async (_, postings) => {
  await expect(post(entry(postings))).rejects.toThrow("does not balance");
});

test.each([
  ["stripe", accounts.gifts],
  ["stripe", accounts.matches],
  ["stripe", accounts.pot],
  ["stripe", accounts.grant],
] as const)("L3: an account that may not go below zero refuses the whole entry (%s)", async (_, account) => {
  const bounded = account(uuidv7());
  await post(entry(move(accounts.stripe, bounded, 100n)));

  await expect(post(entry(move(bounded, accounts.stripe, 101n)))).rejects.toMatchObject({
    cause: { constraint_name: "accounts_bounded_never_below_zero" },
  });
  expect(await balance(bounded)).toBe(100n);
});

test("L3: fifty withdrawals racing for ten leave exactly zero", async () => {
  const grant = accounts.grant(uuidv7());
  await post(entry(move(accounts.stripe, grant, 1_000n)));

  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, () => post(entry(move(grant, accounts.bankOutgoing, 100n)))),
  );

  expect(outcomes.filter((o) => o.status === "fulfilled")).toHaveLength(10);
  expect(await balance(grant)).toBe(0n);
});

test("L4: a correction names what it reverses, why, and a second person; once", async () => {
  const campaign = accounts.gifts(uuidv7());
  const wrong = await post(entry(move(accounts.stripe, campaign, 900n)));
  const reversal = (approvedBy: string) =>
    entry(move(campaign, accounts.stripe, 900n), {
      correction: { reversesId: wrong.entryId, reason: "typed twice", approvedBy: worker(approvedBy) },
    });

  await expect(post(reversal("test"))).rejects.toMatchObject({
    cause: { constraint_name: "journal_entries_reversal_explained" },
  });
  await post(reversal("somebody-else"));
  await expect(post(reversal("a-third"))).rejects.toMatchObject({
    type: "correction-reversed",
  });
  expect(await balance(campaign)).toBe(0n);
});

test.each([
  "update journal_entries set kind = 'x'",
  "delete from journal_entries",
  "update postings set amount_cents = 1",
  "delete from postings",
  "truncate postings",
  "truncate journal_entries cascade",
  "update audit_log set actor = 'x'",
  "truncate audit_log",
])("L1: the database refuses %s, from its owner too", async (statement) => {
  await post(entry(move(accounts.stripe, accounts.tips, 1n)));

  await expect(asOwner(sql.raw(statement))).rejects.toMatchObject({
    cause: { message: expect.stringContaining("append-only") },
  });
});

const rawEntry = (id: string) => sql`
  insert into journal_entries (fund_id, id, key, kind, occurred_at, recorded_at, actor, source, input_hash)
  values (${deps.fundId}, ${id}, ${`raw:${id}`}, 'raw', now(), now(), 'test', 'test', 'x')`;
const rawPosting = (id: string, line: number, account: string, amount: number) => sql`
  insert into postings (fund_id, entry_id, line, account, amount_cents) values (${deps.fundId}, ${id}, ${line}, ${account}, ${amount})`;

test("L1: raw SQL cannot commit an entry that has no, one or unbalanced postings", async () => {
  await post(entry(move(accounts.stripe, accounts.tips, 1n)));

  const [a, b, c] = [uuidv7(), uuidv7(), uuidv7()];
  await expect(asOwner(rawEntry(a))).rejects.toMatchObject({ constraint_name: "journal_entries_balanced" });
  await expect(asOwner(rawEntry(b), rawPosting(b, 1, "stripe", 5))).rejects.toMatchObject({
    constraint_name: "journal_entries_balanced",
  });
  await expect(
    asOwner(rawEntry(c), rawPosting(c, 1, "stripe", 5), rawPosting(c, 2, "fund:tips", -4)),
  ).rejects.toMatchObject({ constraint_name: "journal_entries_balanced" });
});

test("L1: raw SQL cannot add postings to an entry of another transaction, however balanced", async () => {
  const { entryId } = await post(entry(move(accounts.stripe, accounts.tips, 1n)));

  await expect(
    asOwner(rawPosting(entryId, 8, "stripe", 5), rawPosting(entryId, 9, "fund:tips", -5)),
  ).rejects.toMatchObject({ cause: { constraint_name: "postings_only_in_entry_transaction" } });
});

test("L6: the service's own role cannot write the journal or a balance but through post_entry", async () => {
  const direct = (statement: ReturnType<typeof sql>) => inTransaction(deps.db, (tx) => tx.execute(statement));

  await expect(direct(rawEntry(uuidv7()))).rejects.toMatchObject({ cause: { code: "42501" } });
  await expect(direct(sql`update accounts set debit_cents = debit_cents + 1`)).rejects.toMatchObject({
    cause: { code: "42501" },
  });
  await expect(direct(sql`delete from account_kinds`)).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("L3: the database knows exactly the accounts of the chart", async () => {
  const rows = await database.db.execute<{ kind: string; class: string; normal_side: string; bounded: boolean }>(
    sql`select kind, class, normal_side, bounded from account_kinds`,
  );

  const stored = Object.fromEntries(
    rows.map((r) => [r.kind, { class: r.class, normalSide: r.normal_side, bounded: r.bounded }]),
  );
  expect(stored).toEqual(ACCOUNT_KINDS);
});

test("an account outside the chart is refused", async () => {
  await expect(
    post(entry([debit(accounts.stripe, 1n), { account: "cash-box" as never, amountCents: -1n }])),
  ).rejects.toMatchObject({
    cause: { constraint_name: "postings_account" },
  });
});

test("after all of this every invariant of the books holds", async () => {
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});
