import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, credit, debit, move, type Posting } from "../../src/domain/ledger.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { postEntries } from "../../src/ledger/post-entries.ts";
import { type Entry, postEntry } from "../../src/ledger/post-entry.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(database.db);
});

const entry = (postings: readonly Posting[], key = `test:${uuidv7()}`): Entry => ({
  key,
  kind: "test",
  occurredAt: new Date("2026-06-01T10:00:00Z"),
  source: "test",
  postings,
});
const postAll = (entries: readonly Entry[]) =>
  inTransaction(deps.db, (tx) => postEntries(tx, deps.fundId, worker("test"), entries));
const postOne = (e: Entry) => inTransaction(deps.db, (tx) => postEntry(tx, deps.fundId, worker("test"), e));
const balance = async (account: string) =>
  (await listBalances(deps.db, deps.fundId)).find((b) => b.account === account)?.balanceCents ?? 0n;

test("L2: what was posted alone is found among many, and the other way round", async () => {
  const campaign = accounts.gifts(uuidv7());
  const split = [debit(accounts.stripe, 900n), debit(accounts.processorFees, 100n), credit(campaign, 1_000n)];
  const alone = entry(split);
  const many = [entry(split), alone, entry(split)];
  const { entryId } = await postOne(alone);

  const first = await postAll(many);
  const again = await postAll(many);

  expect(many.map(({ key }) => first.get(key)?.posted)).toEqual([true, false, true]);
  expect(first.get(alone.key)?.entryId).toBe(entryId);
  expect(many.map(({ key }) => again.get(key)?.posted)).toEqual([false, false, false]);
  expect(await postOne(many[0] ?? alone)).toMatchObject({ posted: false });
  expect(await balance(campaign)).toBe(3_000n);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("L2: one key used for another entry refuses all of them", async () => {
  const [campaign, other] = [accounts.gifts(uuidv7()), accounts.gifts(uuidv7())];
  const known = entry(move(accounts.stripe, campaign, 500n));
  await postOne(known);

  const tried = postAll([
    entry(move(accounts.stripe, other, 700n)),
    entry(move(accounts.stripe, campaign, 501n), known.key),
  ]);

  await expect(tried).rejects.toMatchObject({ type: "entry-key-reused" });
  expect(await balance(other)).toBe(0n);
});

test("L3: a bounded account that would go below zero refuses all of them", async () => {
  const [campaign, other] = [accounts.gifts(uuidv7()), accounts.gifts(uuidv7())];

  const tried = postAll([entry(move(accounts.stripe, other, 700n)), entry(move(campaign, accounts.refundsDue, 1n))]);

  await expect(tried).rejects.toMatchObject({ cause: { constraint_name: "accounts_bounded_never_below_zero" } });
  expect(await balance(other)).toBe(0n);
});

test("L2: batches that share keys, racing, post each entry once", async () => {
  const campaign = accounts.gifts(uuidv7());
  const entries = Array.from({ length: 40 }, () => entry(move(accounts.stripe, campaign, 10n)));
  const batches = Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? entries : entries.toReversed()));

  const outcomes = await Promise.all(batches.map(postAll));

  const posted = outcomes.flatMap((outcome) => [...outcome.values()]).filter((one) => one.posted);
  expect(posted).toHaveLength(40);
  expect(await balance(campaign)).toBe(400n);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});
