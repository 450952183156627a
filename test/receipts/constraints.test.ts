import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let pledgeId: string;

/** As the owner, in an announced transaction; foreign keys to the pledge are left out. */
const asOwner = (...statements: readonly SQL[]) =>
  database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    for (const statement of statements) await tx.execute(statement);
  });

const aReceipt = (
  change: { number?: number; year?: number; amount?: number; state?: string; reason?: string | null } = {},
) =>
  sql`insert into tax_receipts (fund_id, id, year, number, pledge_id, form, amount_cents, credited_on, content, state, issued_at,
      cancelled_at, cancelled_reason)
    values (${deps.fundId}, ${uuidv7()}, ${change.year ?? 2027}, ${change.number ?? 1}, ${pledgeId}, '11580', ${change.amount ?? 1_000},
      '2027-01-02', '{}', ${change.state ?? "issued"}, now(), ${(change.state ?? "issued") === "issued" ? sql`null` : sql`now()`}, ${change.reason ?? null})`;

beforeEach(async () => {
  deps = await testDeps(database.db);
  pledgeId = uuidv7();
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state, mode,
        created_at, checkout_expires_at)
      values (${deps.fundId}, ${pledgeId}, ${uuidv7()}, ${uuidv7()}, 'a@example.org', 'A', 1000, 'draft', 'all_or_nothing', now(), now())`);
  });
});

const refused = (work: Promise<unknown>, constraint: string) =>
  expect(work).rejects.toMatchObject({ cause: { constraint_name: constraint } });

test.each([
  ["a number that skips one", () => [aReceipt({ number: 2 })], "tax_receipts_without_gaps"],
  ["a number given before", () => [aReceipt(), aReceipt({ number: 1 })], "tax_receipts_without_gaps"],
  ["a second receipt in force for one gift", () => [aReceipt(), aReceipt({ number: 2 })], "tax_receipts_one_in_force"],
  ["nothing", () => [aReceipt({ amount: 0 })], "tax_receipts_amount_positive"],
  ["a state nobody knows", () => [aReceipt({ state: "lost", reason: "x" })], "tax_receipts_state_known"],
  ["a cancellation without a reason", () => [aReceipt({ state: "cancelled" })], "tax_receipts_cancelled_with_reason"],
  ["a reason without a cancellation", () => [aReceipt({ reason: "refunded" })], "tax_receipts_cancelled_with_reason"],
  [
    "another amount later",
    () => [aReceipt(), sql`update tax_receipts set amount_cents = 2000`],
    "tax_receipts_never_rewritten",
  ],
  [
    "other words later",
    () => [aReceipt(), sql`update tax_receipts set content = '{"a": 1}'`],
    "tax_receipts_never_rewritten",
  ],
  [
    "a cancelled one back in force",
    () => [
      aReceipt({ state: "cancelled", reason: "refunded" }),
      sql`update tax_receipts set state = 'issued', cancelled_at = null, cancelled_reason = null`,
    ],
    "tax_receipts_never_rewritten",
  ],
  ["a deletion", () => [aReceipt(), sql`delete from tax_receipts`], "tax_receipts_never_rewritten"],
  ["the table emptied", () => [sql`truncate tax_receipts`], "tax_receipts_append_only"],
  [
    "a series that begins at nought",
    () => [sql`insert into receipt_series values (${deps.fundId}, 2027, 0)`],
    "receipt_series_number_positive",
  ],
] as const)("T1: the tables refuse %s", async (_, statements, constraint) => {
  await refused(asOwner(...statements()), constraint);
});

test("T4: a name given for a receipt is followed by another, never changed", async () => {
  const row = sql`insert into receipt_identities (fund_id, id, pledge_id, identity, created_at)
    values (${deps.fundId}, ${uuidv7()}, ${pledgeId}, '{}', now())`;

  await refused(asOwner(row, sql`update receipt_identities set identity = '{"a": 1}'`), "receipt_identities_stand");
  await refused(asOwner(row, sql`delete from receipt_identities`), "receipt_identities_stand");
});

test("T5: a parameter has a source and no value below nought, and is followed by another, never changed", async () => {
  const { userId } = await aUser(deps.db);
  const row = (value: number, source: string) =>
    sql`insert into parameters values (${deps.fundId}, 'reduction-people-percent', '2027-01-01', ${value}, ${source}, ${userId}, now())`;

  await refused(asOwner(row(-1, "Loi")), "parameters_value_not_negative");
  await refused(asOwner(row(66, "")), "parameters_source_given");
  await refused(asOwner(row(66, "Loi"), sql`update parameters set value = 67`), "parameters_append_only");
});
