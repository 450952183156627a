import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { auditLog, differences, journalEntries, nonExecutions } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import {
  confirmNonExecution,
  declareNonExecution,
  dropNonExecution,
} from "../../src/disbursements/declare-non-execution.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf, listBalances } from "../../src/ledger/balances.ts";
import { potRemaining } from "../../src/matching/queries.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { executePain001 } from "../../src/sandbox/bank/pretend-bank.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aStaffMember,
  booksHold,
  joinOrganisation,
  race,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";
import { anOrderedWithdrawal, aPot, thePot, theWithdrawal } from "../support/pots.ts";

const database = testDatabase();
const reason = "Fichier refusé par la banque (pain.002)";
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;
let authoriser: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  paymaster = await aStaffMember(deps, "paymaster");
  authoriser = await aStaffMember(deps, "authoriser");
});

const outgoingCents = async () =>
  (await listBalances(deps.db, deps.fundId)).find((one) => one.account === "bank:outgoing")?.balanceCents ?? 0n;
const grantCents = (grantId: string) => balanceOf(deps.db, deps.fundId, accounts.grant(grantId));
const openCauses = async () =>
  (
    await deps.db
      .select()
      .from(differences)
      .where(and(eq(differences.fundId, deps.fundId), eq(differences.state, "open")))
  ).map(({ proposedCause, amountCents }) => [proposedCause, amountCents]);
const importing = (xml: string) => importBankStatement(deps, paymaster, { xml });

/** An order of 400 € that stands in a file; `statement` is what the bank would answer to it. */
async function aSentOrder(grant?: Awaited<ReturnType<typeof aGrant>>) {
  const ofGrant = grant ?? (await aGrant(database, deps, 100_000n));
  const order = await anOrder(deps, ofGrant, 40_000n);
  return { grant: ofGrant, disbursementId: order.disbursementId, ...(await inFile(order.disbursementId)) };
}

async function inFile(...orderIds: readonly string[]) {
  const { paymentFileId = expect.fail("no file") } = await createPaymentFile(deps, paymaster);
  const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
  const options = { bankDate: "2027-03-10", openingCents: 0n };
  return { orders: { paymentFileId, orderIds }, statement: executePain001(xml, options) };
}

const refusedBy = (write: Promise<unknown>) =>
  write.then(
    () => "nothing",
    (error) => postgresError(error)?.constraint ?? error.type,
  );

test("D6, L4: declared by one and confirmed by another, the money is back by one reversing entry; then paid anew", async () => {
  const { grant, disbursementId, orders } = await aSentOrder();
  const sent = await theDisbursement(deps, disbursementId);

  await declareNonExecution(deps, paymaster, { ...orders, reason });

  expect([(await theDisbursement(deps, disbursementId)).state, await grantCents(grant.grantId)]).toEqual([
    "sent",
    60_000n,
  ]);
  await confirmNonExecution(deps, authoriser, orders);

  expect(await theDisbursement(deps, disbursementId)).toMatchObject({ state: "returned", endedReason: reason });
  expect(await grantCents(grant.grantId)).toBe(100_000n);
  expect(await theGrant(deps, grant.grantId)).toMatchObject({ engagedCents: 0n, paidCents: 0n });
  expect(await outgoingCents()).toBe(0n);
  const [sending, back] = await entriesOf(`disbursement:${disbursementId}`);
  expect(back).toMatchObject({
    key: `disbursement:${disbursementId}:not-executed`,
    reversesId: sending?.id,
    reason,
    actor: `user:${paymaster.userId}`,
    approvedBy: `user:${authoriser.userId}`,
  });
  const audited = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, disbursementId));
  expect(audited.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["disbursement.declare-not-executed", "disbursement.not-executed"]),
  );
  await booksHold(deps);
  await expect(downloadPaymentFile(deps, paymaster, { paymentFileId: orders.paymentFileId })).rejects.toMatchObject({
    type: "file-not-for-the-bank",
  });

  const second = await aSentOrder(grant);
  expect((await theDisbursement(deps, second.disbursementId)).endToEndId).not.toBe(sent.endToEndId);
  await importing(second.statement);
  expect((await theDisbursement(deps, second.disbursementId)).state).toBe("paid");
  expect(await openCauses()).toEqual([]);
  await booksHold(deps);
});

test("R2: a debit that comes all the same pays nothing twice: its money waits with a difference open", async () => {
  const { grant, disbursementId, orders, statement } = await aSentOrder();
  await declareNonExecution(deps, paymaster, { ...orders, reason });
  await confirmNonExecution(deps, authoriser, orders);

  await importing(statement);
  await importing(statement);

  expect(await openCauses()).toEqual([["declared-not-executed", -40_000n]]);
  expect(await theDisbursement(deps, disbursementId)).toMatchObject({ state: "returned", paidAt: null });
  expect([await grantCents(grant.grantId), await outgoingCents()]).toEqual([100_000n, 0n]);
  await booksHold(deps);
});

test("D6: once the bank debited it, nothing can be declared or confirmed of it", async () => {
  const declared = await aSentOrder();
  await declareNonExecution(deps, paymaster, { ...declared.orders, reason });
  await importing(declared.statement);

  await expect(confirmNonExecution(deps, authoriser, declared.orders)).rejects.toMatchObject({ type: "state-changed" });
  await expect(declareNonExecution(deps, paymaster, { ...declared.orders, reason })).rejects.toMatchObject({
    type: "state-changed",
  });
  expect((await theDisbursement(deps, declared.disbursementId)).state).toBe("paid");
  await booksHold(deps);
});

test("D6: two confirmations and the bank's debit at once: the order is paid or returned, its money moved once", async () => {
  const { grant, disbursementId, orders, statement } = await aSentOrder();
  await declareNonExecution(deps, paymaster, { ...orders, reason });
  const others = [authoriser, await aStaffMember(deps, "authoriser")];

  const [confirmed] = await Promise.all([
    race(others.map((person) => confirmNonExecution(deps, person, orders))),
    importing(statement),
  ]);

  const { state } = await theDisbursement(deps, disbursementId);
  expect(["paid", "returned"]).toContain(state);
  expect(confirmed.done).toHaveLength(state === "returned" ? 1 : 0);
  expect(new Set(confirmed.refused)).toEqual(new Set(["state-changed"]));
  expect(await grantCents(grant.grantId)).toBe(state === "returned" ? 100_000n : 60_000n);
  expect(await openCauses()).toEqual(state === "returned" ? [["declared-not-executed", -40_000n]] : []);
  expect(await outgoingCents()).toBe(0n);
  await booksHold(deps);
});

test("D3: neither the same person nor anyone on a side of the payment; all orders named, or none", async () => {
  const { grant, disbursementId, orders } = await aSentOrder();
  const both = await aStaffMember(deps, "authoriser", "paymaster");
  const member = await aStaffMember(deps, "paymaster");
  await joinOrganisation(deps, grant.organisationId, member.userId);
  const other = await aSentOrder();

  const declaring = (person: typeof paymaster, more = {}) =>
    declareNonExecution(deps, person, { ...orders, reason, ...more });
  await expect(declaring(authoriser)).rejects.toMatchObject({ status: 403 });
  await expect(declaring(member)).rejects.toMatchObject({ type: "not-independent" });
  await expect(declaring(grant.owner)).rejects.toMatchObject({ status: 404 });
  await expect(declaring(both, { orderIds: [disbursementId, other.disbursementId] })).rejects.toMatchObject({
    status: 404,
  });
  await expect(confirmNonExecution(deps, authoriser, orders)).rejects.toMatchObject({ type: "state-changed" });
  await declaring(both);
  await expect(declaring(paymaster)).rejects.toMatchObject({ type: "declared-already" });
  await expect(confirmNonExecution(deps, both, orders)).rejects.toMatchObject({ type: "second-person-needed" });
  await expect(confirmNonExecution(deps, member, orders)).rejects.toMatchObject({ type: "not-independent" });

  expect((await theDisbursement(deps, disbursementId)).state).toBe("sent");
  await dropNonExecution(deps, both, orders);
  await declaring(paymaster);
  await confirmNonExecution(deps, both, orders);
  expect((await theDisbursement(deps, disbursementId)).state).toBe("returned");
  await booksHold(deps);
});

test("D6, M2: all orders of a file at once, a partner's withdrawal with them: the pot holds its money again", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const one = await anOrder(deps, grant, 40_000n);
  const two = await anOrder(deps, grant, 60_000n);
  const pot = await aPot(deps, 100_000n);
  const { withdrawalId } = await anOrderedWithdrawal(deps, pot, 30_000n);
  const { orders, statement } = await inFile(one.disbursementId, two.disbursementId, withdrawalId);
  await declareNonExecution(deps, paymaster, { ...orders, reason });
  expect(potRemaining(await thePot(deps, pot.potId))).toBe(70_000n);

  await confirmNonExecution(deps, authoriser, orders);

  expect(await theWithdrawal(deps, withdrawalId)).toMatchObject({ state: "returned", endedReason: reason });
  expect(potRemaining(await thePot(deps, pot.potId))).toBe(100_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(100_000n);
  expect([await grantCents(grant.grantId), await outgoingCents()]).toEqual([100_000n, 0n]);
  const [sending, back] = await entriesOf(`withdrawal:${withdrawalId}`);
  expect(back?.reversesId).toBe(sending?.id);
  await booksHold(deps);

  await importing(statement);
  const late = (await openCauses()).filter(([cause]) => cause === "declared-not-executed");
  expect(late.map(([, cents]) => Number(cents)).toSorted()).toEqual([-30_000, -40_000, -60_000]);
  await booksHold(deps);
});

test("D6: the database itself refuses one person alone, an order not at the bank, and a payment afterwards", async () => {
  const { disbursementId, orders } = await aSentOrder();
  const requested = await anOrder(deps, await aGrant(database, deps, 50_000n), 10_000n);
  await declareNonExecution(deps, paymaster, { ...orders, reason });
  const decide = (change: Partial<typeof nonExecutions.$inferInsert>) =>
    refusedBy(
      inTransaction(deps.db, (tx) =>
        tx.update(nonExecutions).set(change).where(eq(nonExecutions.disbursementId, disbursementId)),
      ),
    );
  const said = (userId: string) => ({ state: "confirmed", decidedBy: userId, decidedAt: new Date() });
  const insert = (id: string) =>
    refusedBy(
      inTransaction(deps.db, (tx) =>
        tx.execute(sql`insert into non_executions (fund_id, id, disbursement_id, reason, state, declared_by, declared_at)
          values (${deps.fundId}, gen_random_uuid(), ${id}, 'non', 'declared', ${paymaster.userId}, fund_now())`),
      ),
    );
  const pay = () =>
    refusedBy(
      inTransaction(deps.db, (tx) =>
        tx.execute(sql`update disbursements set paid_at = fund_now() where id = ${disbursementId}`),
      ),
    );

  expect(await decide(said(paymaster.userId))).toBe("second-person-needed");
  expect(await decide({ reason: "autre" })).toBe("non_executions_frozen");
  expect(await insert(disbursementId)).toBe("non_executions_one_of_disbursement");
  expect(await insert(requested.disbursementId)).toBe("state-changed");
  await confirmNonExecution(deps, authoriser, orders);
  expect(await decide({ state: "dropped" })).toBe("state-changed");
  expect(await insert(disbursementId)).toBe("state-changed");
  expect(await pay()).toBe("unexecuted_is_not_paid");
  await booksHold(deps);
});

test.each([
  ["non_executions_has_reason", { reason: "" }],
  ["non_executions_of_one_order", { withdrawalId: uuidv7() }],
  ["non_executions_decided_whole", { decidedAt: new Date() }],
  ["non_executions_start_declared", { state: "confirmed" }],
] as const)("D6: the database itself refuses what %s forbids", async (constraint, wrong) => {
  const { disbursementId } = await aSentOrder();
  const declared = { state: "declared", declaredBy: paymaster.userId, declaredAt: new Date(), reason };

  const written = inTransaction(deps.db, (tx) =>
    tx.insert(nonExecutions).values({ fundId: deps.fundId, id: uuidv7(), disbursementId, ...declared, ...wrong }),
  );

  expect(await refusedBy(written)).toBe(constraint);
});

const entriesOf = (source: string) =>
  deps.db
    .select()
    .from(journalEntries)
    .where(and(eq(journalEntries.fundId, deps.fundId), eq(journalEntries.source, source)))
    .orderBy(journalEntries.id);
