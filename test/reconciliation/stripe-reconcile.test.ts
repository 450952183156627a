import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts } from "../../src/domain/ledger.ts";
import type { PaymentGateway } from "../../src/payments/gateway.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBalanceTransactions } from "../../src/reconciliation/import-balance-transactions.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { tieTransactions } from "../../src/reconciliation/tie-transactions.ts";
import { testDatabase } from "../support/database.ts";
import { aUser } from "../support/deps.ts";
import { aStaffMember } from "../support/grants.ts";
import { actor, testBooks } from "./stripe-support.ts";

const database = testDatabase();
const books = testBooks(database);
const run = () => reconcileStripe(books().deps, actor);

const nothing = async function* () {
  yield* [];
};

/** Top-ups under another category. */
async function* strange(gateway: PaymentGateway, since: Date, reportingCategory = "platform_earning") {
  for await (const line of gateway.listBalanceTransactions(since)) {
    yield line.reportingCategory === "topup" ? { ...line, reportingCategory } : line;
  }
}

test("a booked charge ties, its fee is posted, and ledger and Stripe hold the same (R1)", async () => {
  const charge = await books().charge(10_000);
  const entryId = await books().book(charge, 10_000n);

  const outcome = await run();

  expect(outcome).toEqual({ tied: 1, differing: 0, closed: 0, balance: "ties" });
  expect(await books().transactions()).toMatchObject([{ entryId, feeCents: 175n, reconciledAt: expect.any(Date) }]);
  expect(await books().balance(accounts.processorFees)).toBe(175n);
  expect(await books().balance(accounts.stripe)).toBe(9_825n);
  expect(await books().differences()).toEqual([]);
});

test("reconciling twice, or twice at once, changes nothing more (R3)", async () => {
  await books().book(await books().charge(10_000), 10_000n);
  await books().charge(2_000);
  await books().passGrace();
  await run();
  await books().passGrace();
  await run();
  const before = [await books().entries(), await books().transactions(), await books().differences()];

  await Promise.all([run(), run(), run()]);

  expect([await books().entries(), await books().transactions(), await books().differences()]).toEqual(before);
});

test("a charge the books don't know waits, then is a difference, and closes itself once booked (R2)", async () => {
  const charge = await books().charge(5_000);

  const waiting = await run();
  await books().passGrace();
  const opened = await run();
  const open = await books().differences();
  const entryId = await books().book(charge, 5_000n);
  const closing = await run();

  expect(waiting).toMatchObject({ tied: 0, differing: 0, balance: "ties" });
  expect(opened).toMatchObject({ differing: 1, balance: "ties" });
  expect(open).toMatchObject([
    { kind: "stripe-transaction", state: "open", amountCents: 5_000n, proposedCause: "entry-missing" },
  ]);
  expect(closing).toMatchObject({ tied: 1, closed: 1 });
  expect(await books().differences()).toMatchObject([
    { state: "closed", closingEntryId: entryId, closedBy: "worker:test", closedAt: expect.any(Date) },
  ]);
  const log = await books().deps.db.execute(
    sql`select action from audit_log where subject_kind = 'difference' and subject_id = ${open[0]?.id} order by at, id`,
  );
  expect(log.map((row) => row.action)).toEqual(["difference.opened", "difference.closed"]);
});

test("a charge booked with another amount is a difference of what lacks (R2, S4)", async () => {
  await books().book(await books().charge(5_000), 4_990n);
  await run();
  await books().passGrace();

  await run();

  expect(await books().differences()).toMatchObject([
    { kind: "stripe-transaction", amountCents: 10n, proposedCause: "entry-amount-differs" },
    { kind: "stripe-entry", amountCents: 4_990n, proposedCause: "transaction-missing" },
  ]);
});

test("an entry Stripe doesn't know is a difference, and closes itself when its line arrives (R1, R2)", async () => {
  const charge = await books().charge(3_000);
  const { gateway } = books().deps;
  const blind = { ...books().deps, gateway: { ...gateway, listBalanceTransactions: nothing } };
  const entryId = await books().book(charge, 3_000n);
  await books().passGrace();

  const lost = await reconcileStripe(blind, actor);
  const open = await books().differences();
  const found = await run();

  expect(lost.differing).toBe(1);
  expect(open).toMatchObject([
    { kind: "stripe-entry", subject: `entry:${entryId}`, amountCents: 3_000n },
    { kind: "stripe-balance", state: "open" },
  ]);
  expect(found).toMatchObject({ tied: 1, balance: "ties" });
  expect((await books().differences()).map((each) => each.state)).toEqual(["closed", "closed"]);
});

test("an entry and the entry that reverses it need no line of Stripe's (L4)", async () => {
  const entryId = await books().book("ch_typed_wrongly", 800n);
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`
      select post_entry(${books().deps.fundId}, gen_random_uuid(), 'reversal', 'test', now(), 'user:a', 'correction',
        '[{"account":"refunds-due","amount":"800"},{"account":"stripe","amount":"-800"}]', ${entryId}, 'typed wrongly', 'user:b')`);
  });
  await books().passGrace();

  expect(await run()).toMatchObject({ differing: 0, balance: "ties" });
});

test("refund, transfer and their reversal tie with their own entries, by what moved (R1)", async () => {
  const { at } = books();
  const charge = await books().charge(20_000);
  const refund = await at.stripe.refunds.create({ charge, amount: 5_000 });
  const account = await at.stripe.accounts.create({ capabilities: { transfers: { requested: true } } });
  await at.controls.onboardAccount(account.id);
  const transfer = await at.stripe.transfers.create({ amount: 8_000, currency: "eur", destination: account.id });
  const reversal = await at.stripe.transfers.createReversal(transfer.id, { amount: 1_000 });
  await books().book(charge, 20_000n);
  await books().book(refund.id, -5_000n);
  await books().book(transfer.id, -8_000n);
  await books().book(reversal.id, 1_000n);

  const outcome = await run();

  expect(outcome).toEqual({ tied: 4, differing: 0, closed: 0, balance: "ties" });
});

test("a refund that fails ties with the entry that takes it back (F5)", async () => {
  const { at } = books();
  const charge = await books().charge(20_000);
  const refund = await at.stripe.refunds.create({ charge, amount: 5_000 });
  await at.controls.failRefund(refund.id);
  await books().book(charge, 20_000n);
  await books().book(refund.id, -5_000n);
  await books().book(`${refund.id}:failed`, 5_000n);

  expect(await run()).toEqual({ tied: 3, differing: 0, closed: 0, balance: "ties" });
});

test("a payout moves money into transit, and back with an alarm when the bank returns it (R1, R2)", async () => {
  const { at } = books();
  await books().book(await books().charge(10_000), 10_000n);
  const payout = await at.controls.runPayout();
  await at.controls.payPayout(payout?.id ?? "");

  const paid = await run();
  const inTransit = await books().balance(accounts.stripeInTransit);
  await at.controls.failPayout(payout?.id ?? "");
  const returned = await run();

  expect(paid).toEqual({ tied: 2, differing: 0, closed: 0, balance: "ties" });
  expect(inTransit).toBe(9_825n);
  expect(returned).toEqual({ tied: 1, differing: 1, closed: 0, balance: "ties" });
  expect(await books().balance(accounts.stripeInTransit)).toBe(0n);
  expect(await books().differences()).toMatchObject([{ amountCents: 9_825n, proposedCause: "payout-returned" }]);
});

test("money of an unknown category stands in suspense and raises an alarm (R2)", async () => {
  const { deps, at } = books();
  await at.controls.addFunds(700);
  const renamed = { ...deps.gateway, listBalanceTransactions: (since: Date) => strange(deps.gateway, since) };

  const outcome = await reconcileStripe({ ...deps, gateway: renamed }, actor);

  expect(outcome).toMatchObject({ tied: 1, differing: 1, balance: "ties" });
  expect(await books().balance(accounts.suspense)).toBe(-700n);
  expect(await books().differences()).toMatchObject([{ amountCents: 700n, proposedCause: "category-unknown" }]);
});

test("R2, R3: a transfer that Stripe made ours unplaced waits in suspense, once, until two people book it", async () => {
  const { deps, at } = books();
  await at.controls.addFunds(700);
  const listBalanceTransactions = (since: Date) => strange(deps.gateway, since, "unreconciled_customer_funds");
  const unplaced = { ...deps, gateway: { ...deps.gateway, listBalanceTransactions } };
  await reconcileStripe(unplaced, actor);
  await reconcileStripe(unplaced, actor);
  const [difference, ...others] = await books().differences();
  const [paymaster, authoriser] = [
    await aUser(deps.db, { staffRoles: ["paymaster"] }),
    await aUser(deps.db, { staffRoles: ["authoriser"] }),
  ];
  const settled = { differenceId: difference?.id ?? "", resolution: "account:fund:general" };

  await explainDifference(deps, paymaster, { ...settled, reason: "Un donateur qui n’a jamais dit son projet" });
  await closeDifference(deps, authoriser, settled);

  expect([difference?.proposedCause, others]).toEqual(["customer-money-unplaced", []]);
  expect(await books().balance(accounts.suspense)).toBe(0n);
  expect(await books().balance(accounts.general)).toBe(-700n);
  expect(await reconcileStripe(unplaced, actor)).toMatchObject({ tied: 0, differing: 0, balance: "ties" });
});

test("a balance that no line explains is a difference, brought up to date, closed once it ties (R1, R2)", async () => {
  const { deps } = books();
  await books().book(await books().charge(10_000), 10_000n);
  const holding = (more: bigint) => ({
    ...deps,
    gateway: {
      ...deps.gateway,
      async findBalance() {
        const balance = await deps.gateway.findBalance();
        return { ...balance, pendingCents: balance.pendingCents + more };
      },
    },
  });

  const outcomes = [];
  for (const more of [25n, 40n, 0n]) outcomes.push((await reconcileStripe(holding(more), actor)).balance);
  const again = (await reconcileStripe(holding(-1n), actor)).balance;

  expect([...outcomes, again]).toEqual(["differs", "differs", "ties", "differs"]);
  expect(await books().differences()).toMatchObject([
    { kind: "stripe-balance", amountCents: 40n, state: "closed" },
    { kind: "stripe-balance", amountCents: -1n, state: "open" },
  ]);
});

test("a balance's gap somebody explained is not opened anew by each run, nor once two people closed it (R2)", async () => {
  const { deps } = books();
  await books().book(await books().charge(10_000), 10_000n);
  const off = {
    ...deps,
    gateway: {
      ...deps.gateway,
      async findBalance() {
        const balance = await deps.gateway.findBalance();
        return { ...balance, pendingCents: balance.pendingCents + 25n };
      },
    },
  };
  await reconcileStripe(off, actor);
  const [gap] = await books().differences();
  const input = { differenceId: gap?.id ?? "", reason: "Réserve de Stripe", resolution: "reason" };

  await explainDifference(deps, await aStaffMember(deps, "paymaster"), input);
  await reconcileStripe(off, actor);
  await closeDifference(deps, await aStaffMember(deps, "authoriser"), input);
  await reconcileStripe(off, actor);

  expect(await books().differences()).toMatchObject([{ kind: "stripe-balance", amountCents: 25n, state: "closed" }]);
});

test("nothing is said of a balance that moves while it is read", async () => {
  const { deps, at } = books();
  const restless = {
    ...deps.gateway,
    async findBalance() {
      await at.controls.addFunds(100);
      return deps.gateway.findBalance();
    },
  };

  expect(await reconcileStripe({ ...deps, gateway: restless }, actor)).toMatchObject({ balance: "moving" });
  expect(await books().differences()).toEqual([]);
});

test("a sum nobody knew is booked where a person says it belongs, and then ties (R2)", async () => {
  const { deps, at } = books();
  await books().charge(5_000);
  await at.controls.addFunds(700);
  const renamed = { ...deps.gateway, listBalanceTransactions: (since: Date) => strange(deps.gateway, since) };
  await reconcileStripe({ ...deps, gateway: renamed }, actor);
  await books().passGrace();
  await run();

  const paymaster = await aUser(deps.db, { staffRoles: ["paymaster"] });
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  const resolution = `account:${accounts.general}`;
  for (const { id: differenceId } of await books().differences()) {
    await explainDifference(deps, paymaster, { differenceId, reason: "Versé par le fonds.", resolution });
    await closeDifference(deps, administrator, { differenceId, resolution });
  }
  const outcome = await run();

  expect(outcome).toEqual({ tied: 1, differing: 0, closed: 0, balance: "ties" });
  expect(await books().balance(accounts.general)).toBe(-5_700n);
  expect(await books().balance(accounts.suspense)).toBe(0n);
});

test("a statement of many lines made in the same second ties to its end (R1)", async () => {
  const { deps } = books();
  const occurredAt = new Date();
  const lines = Array.from({ length: 450 }, (_, n) => ({
    id: `txn_${n}`,
    type: "stripe_fee",
    reportingCategory: "fee",
    amountCents: -10n,
    feeCents: 0n,
    netCents: -10n,
    sourceId: undefined,
    occurredAt,
    availableAt: occurredAt,
  }));
  await importBalanceTransactions(deps, lines);

  const counts = await tieTransactions(deps, actor);

  expect(counts).toEqual({ tied: 450, differing: 0, closed: 0 });
  expect(await books().balance(accounts.processorFees)).toBe(4_500n);
});

test("the database lets no entry tie twice (R3)", async () => {
  await books().book(await books().charge(1_000), 1_000n);
  await books().charge(1_000);
  await run();

  const twice = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`
      update balance_transactions b set reconciled_at = now(), entry_id = t.entry_id
      from balance_transactions t
      where b.fund_id = ${books().deps.fundId} and t.fund_id = b.fund_id and t.entry_id is not null and b.entry_id is null`);
  });

  await expect(twice).rejects.toMatchObject({ cause: { constraint_name: "balance_transactions_entry_once" } });
});
