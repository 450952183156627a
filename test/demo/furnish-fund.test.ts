import { count } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { campaigns, journalEntries, pledges } from "../../src/db/schema/index.ts";
import { places } from "../../src/db/schema/territories.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { furnishFund } from "../../src/demo/furnish-fund.ts";
import { makeDemoGifts } from "../../src/demo/gifts.ts";
import { actAs, seedPeople } from "../../src/demo/people.ts";
import type { Deps } from "../../src/deps.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { listDifferences } from "../../src/reconciliation/list-differences.ts";
import { seedCommunes } from "../../src/territories/seed-communes.ts";
import { testDatabase } from "../support/database.ts";
import { emptyFund } from "../support/deps.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const goOn = new AbortController().signal;
let deps: Deps;

beforeAll(async () => {
  deps = await emptyFund(database.db, sandbox.gateway);
  await seedCommunes(deps.db);
  expect(await inTransaction(deps.db, seedPeople)).toBe(true);
});

const rowsIn = async (table: typeof places | typeof campaigns | typeof pledges | typeof journalEntries) =>
  (await deps.db.select({ rows: count() }).from(table))[0]?.rows;

test("a new fund gets places, partners' money, a reserve, two live campaigns and one to review, and its books hold", async () => {
  await furnishFund(deps);
  await makeDemoGifts(deps, goOn);

  expect(await rowsIn(places)).toBe(12);
  const states = await deps.db.select({ state: campaigns.state }).from(campaigns);
  expect(states.map(({ state }) => state).toSorted()).toEqual(["live", "live", "submitted"]);
  const made = await deps.db.select({ state: pledges.state, mode: pledges.mode }).from(pledges);
  expect(made.filter(({ state, mode }) => state === "authorised" && mode === "all_or_nothing")).toHaveLength(8);
  expect(made.filter(({ state, mode }) => state === "captured" && mode === "keep_what_you_raise")).toHaveLength(5);
  expect(made).toHaveLength(13);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  const auditor = await actAs(deps.db, "auditor");
  const { items } = await listDifferences(deps, auditor, { limit: 10, open: true });
  expect(items.map(({ kind, amountCents }) => [kind, amountCents])).toEqual([["bank-line", 12_000n]]);
});

test("gone on with after an interruption, it makes nothing twice", async () => {
  const before = await Promise.all([rowsIn(campaigns), rowsIn(pledges), rowsIn(journalEntries)]);

  await furnishFund(deps);
  await makeDemoGifts(deps, goOn);

  expect(await Promise.all([rowsIn(campaigns), rowsIn(pledges), rowsIn(journalEntries)])).toEqual(before);
  expect(await inTransaction(deps.db, seedPeople)).toBe(false);
});
