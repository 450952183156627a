import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { cents } from "../../src/domain/money.ts";
import { issueCall } from "../../src/pots/issue-call.ts";
import { openStripeAccount } from "../../src/pots/open-stripe-account.ts";
import { returnFunding } from "../../src/pots/return-funding.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember } from "../support/grants.ts";
import { dayFromNow } from "../support/partners.ts";
import { anOrderedWithdrawal, aPot, askBack, promise } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const ids: Record<string, string> = {};

beforeAll(async () => {
  const deps = await testDeps(database.db, sandbox.gateway);
  const pot = await aPot(deps, 100_000n);
  await promise(deps, pot.potId, 300_000n);
  const [asked, other] = [await askBack(deps, pot, 10_000n), await askBack(deps, pot, 5_000n)];
  const sent = await anOrderedWithdrawal(deps, pot, 20_000n);
  await createPaymentFile(deps, sent.paymaster);
  await openStripeAccount(deps, pot.owner, pot.potId);
  const { callId } = await issueCall(deps, sent.paymaster, {
    potId: pot.potId,
    amountCents: cents(1_000n),
    dueOn: await dayFromNow(deps, 10),
  });
  const [funding] = await database.owner.execute<{ id: string }>(
    sql`select id from pot_fundings where pot_id = ${pot.potId}`,
  );
  await inTransaction(deps.db, (tx) =>
    returnFunding(tx, deps, sent.paymaster, {
      potId: pot.potId,
      fundingId: funding?.id ?? "",
      amountCents: cents(1_000n),
      reference: "line",
    }),
  );
  Object.assign(ids, {
    fund: deps.fundId,
    pot: pot.potId,
    account: pot.bankAccountId,
    owner: pot.owner.userId,
    officer: (await aStaffMember(deps, "authoriser")).userId,
    asked: asked.withdrawalId,
    hash: asked.contentHash,
    other: other.withdrawalId,
    sent: sent.withdrawalId,
    call: callId,
    funding: funding?.id ?? "",
  });
});

/** Raw SQL as the owner; `past` takes every trigger out of the way that can be passed, so that the check alone stands. */
async function brokenBy(statements: string, past: boolean): Promise<string | undefined> {
  const filled = statements.replace(/:(\w+):/g, (_, name: string) => `'${ids[name]}'`);
  try {
    await database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      if (past) {
        await tx.execute(sql`set local session_replication_role = replica`);
        for (const [table, trigger] of ALWAYS)
          await tx.execute(sql.raw(`alter table ${table} disable trigger ${trigger}`));
      }
      for (const statement of filled.split(";")) await tx.execute(sql.raw(statement));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
}

const ALWAYS = [
  ["pot_withdrawals", "withdrawal_step"],
  ["pot_withdrawals", "withdrawal_counted"],
  ["pot_withdrawal_approvals", "withdrawal_approval"],
  ["fund_calls", "fund_call"],
  ["pot_events", "append_only"],
  ["pot_funding_returns", "append_only"],
  ["pot_funding_returns", "funding_return"],
] as const;

const asked = (change: string) => `update pot_withdrawals set ${change} where id = :asked:`;
const call = (change: string) => `update fund_calls set ${change} where id = :call:`;
const plan = (amount: number, state: string, more = "null, current_date, current_date") =>
  `insert into planned_calls (fund_id, id, pot_id, amount_cents, state, created_at, call_id, issue_on, due_on) values (:fund:, gen_random_uuid(), :pot:, ${amount}, '${state}', now(), ${more})`;
const collection = (sequence: number, state: string, charge = "null", ended = "null", amount = 100) =>
  `insert into pot_collections (fund_id, id, pot_id, sequence, amount_cents, state, charge_id, created_at, ended_at) values (:fund:, gen_random_uuid(), :pot:, ${sequence}, ${amount}, '${state}', ${charge}, now(), ${ended})`;
const approval = (step: string, user = ":officer:", hash = ":hash:") =>
  `insert into pot_withdrawal_approvals (fund_id, id, withdrawal_id, step, user_id, content_hash, created_at) values (:fund:, gen_random_uuid(), :asked:, '${step}', ${user}, ${hash}, now())`;
const returned = (amount: number, reference: string) =>
  `insert into pot_funding_returns (fund_id, id, pot_id, funding_id, amount_cents, reference, created_at) values (:fund:, gen_random_uuid(), :pot:, :funding:, ${amount}, ${reference}, now())`;

test.each([
  ["pot_events_kind_known", "update pot_events set kind = 'lost'"],
  ["pot_funding_returns_amount_positive", returned(0, "'raw'")],
  ["pot_funding_returns_once", returned(1, "'line'")],
  [
    "pot_stripe_accounts_customer_once",
    "insert into pot_stripe_accounts select fund_id, gen_random_uuid(), customer_id, holder_name, iban_ciphertext, iban_masked, bic, opened_at from pot_stripe_accounts",
  ],
  ["pot_collections_amount_positive", collection(1, "started", "null", "null", 0)],
  ["pot_collections_state_known", collection(1, "lost", "null", "now()")],
  ["pot_collections_captured_has_charge", collection(1, "captured", "null", "now()")],
  ["pot_collections_ended_at_matches_state", collection(1, "started", "null", "now()")],
  [
    "pot_collections_in_order",
    `${collection(1, "cancelled", "null", "now()")};${collection(1, "cancelled", "null", "now()")}`,
  ],
  ["pot_collections_one_open", `${collection(1, "started")};${collection(2, "started")}`],
  [
    "pot_collections_charge_once",
    `${collection(1, "captured", "'py_1'", "now()")};${collection(2, "captured", "'py_1'", "now()")}`,
  ],
  ["pot_withdrawals_amount_positive", asked("amount_cents = 99")],
  ["pot_withdrawals_has_reason", asked("reason = ''")],
  ["pot_withdrawals_state_known", asked("state = 'lost'")],
  ["pot_withdrawals_sent_in_a_file", asked("state = 'sent', sent_at = now()")],
  ["pot_withdrawals_paid_at_matches_state", "update pot_withdrawals set state = 'paid' where id = :sent:"],
  ["pot_withdrawals_ended_has_reason", asked("state = 'refused'")],
  [
    "pot_withdrawals_end_to_end_unique",
    asked("end_to_end_id = (select end_to_end_id from pot_withdrawals where id = :other:)"),
  ],
  ["pot_withdrawal_approvals_step_known", approval("bless")],
  ["pot_withdrawal_approvals_one_a_step", `${approval("authorise")};${approval("authorise", ":owner:")}`],
  ["pot_withdrawal_approvals_two_people", `${approval("authorise")};${approval("order")}`],
  ["fund_calls_amount_positive", call("amount_cents = 0")],
  ["fund_calls_number_positive", call("number = 0")],
  [
    "fund_calls_number_once",
    "insert into fund_calls select fund_id, gen_random_uuid(), pot_id, year, number, amount_cents, due_on, note, issued_by, issued_at from fund_calls",
  ],
  ["fund_calls_cancelled_has_reason", call("cancelled_at = now()")],
  ["planned_calls_amount_positive", plan(0, "planned")],
  ["planned_calls_state_known", plan(1, "lost")],
  ["planned_calls_issued_has_call", plan(1, "issued")],
  ["planned_calls_days_in_order", plan(1, "planned", "null, current_date, current_date - 1")],
  [
    "planned_calls_call_once",
    `${plan(1, "issued", ":call:, current_date, current_date")};${plan(1, "issued", ":call:, current_date, current_date")}`,
  ],
])("raw SQL cannot get past %s", async (constraint, statements) => {
  expect(await brokenBy(statements, true)).toBe(constraint);
});

test.each([
  [
    "M2",
    "matching_pots_never_overdrawn",
    `insert into pot_withdrawals (fund_id, id, pot_id, amount_cents, bank_account_id, reason, state, content_hash, requested_by, created_at, end_to_end_id) values (:fund:, gen_random_uuid(), :pot:, 90000, :account:, 'x', 'requested', 'h', :owner:, now(), 'WRAW')`,
  ],
  [
    "D8",
    "pot_withdrawals_start_requested",
    "insert into pot_withdrawals (fund_id, id, pot_id, amount_cents, bank_account_id, reason, state, content_hash, requested_by, created_at, end_to_end_id) values (:fund:, gen_random_uuid(), :pot:, 100, :account:, 'x', 'ordered', 'h', :owner:, now(), 'WRAW')",
  ],
  ["D8", "pot_withdrawals_state_transition", asked("state = 'paid', paid_at = now()")],
  ["D4", "pot_withdrawals_content_frozen", asked("amount_cents = 100")],
  ["D3", "pot_withdrawals_approved_by_two", asked("state = 'authorised'")],
  [
    "D6",
    "pot_withdrawals_sent_once",
    "update pot_withdrawals set payment_file_id = null, sent_at = null, state = 'sent' where id = :sent:",
  ],
  ["D3", "pot_withdrawal_approvals_independent", approval("authorise", ":owner:")],
  ["D4", "pot_withdrawal_approvals_of_this_content", approval("authorise", ":officer:", "'another'")],
  ["D4", "pot_withdrawal_approvals_frozen", "update pot_withdrawal_approvals set step = 'order'"],
  ["R3", "pot_funding_returns_within_funding", returned(99_001, "'raw'")],
  ["R3", "pot_funding_returns_append_only", "update pot_funding_returns set amount_cents = 1"],
  ["M2", "pot_events_append_only", "delete from pot_events"],
  ["M9", "fund_calls_frozen", call("amount_cents = 100")],
  ["M9", "fund_calls_append_only", "delete from fund_calls"],
  ["R2", "pot_withdrawals_append_only", "delete from pot_withdrawals"],
  [
    "S1",
    "pot_collections_state_transition",
    `${collection(9, "cancelled", "null", "now()")};update pot_collections set state = 'started', ended_at = null`,
  ],
])("%s: a trigger holds %s, whoever writes", async (_rule, constraint, statements) => {
  expect(await brokenBy(statements, false)).toBe(constraint);
});

test("every table of pots refuses a write outside an announced transaction", async () => {
  for (const table of [
    "pot_withdrawals",
    "pot_withdrawal_approvals",
    "pot_collections",
    "pot_stripe_accounts",
    "fund_calls",
    "planned_calls",
    "pot_funding_returns",
    "pot_events",
  ]) {
    const failure = await database.owner.execute(sql.raw(`delete from ${table}`)).then(
      () => undefined,
      (error: unknown) => postgresError(error)?.constraint,
    );
    expect({ table, failure }).toEqual({ table, failure: expect.stringMatching(/announced_transaction|append_only/) });
  }
});
