import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { bankAccounts, matches, potEvents, potWithdrawalApprovals } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { balanceOf, listBalances } from "../../src/ledger/balances.ts";
import { potRemaining } from "../../src/matching/queries.ts";
import { authoriseWithdrawal, orderWithdrawal } from "../../src/pots/approve-withdrawal.ts";
import { cancelWithdrawal, refuseWithdrawal } from "../../src/pots/end-withdrawal.ts";
import { requestWithdrawal } from "../../src/pots/request-withdrawal.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { executePain001 } from "../../src/sandbox/bank/pretend-bank.ts";
import { readPain001 } from "../../src/sandbox/bank/read-pain001.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aStaffMember,
  aVerifiedAccount,
  booksHold,
  joinOrganisation,
  loseRole,
  race,
  theDisbursement,
} from "../support/grants.ts";
import { aPledge } from "../support/pledges.ts";
import { anOrderedWithdrawal, aPot, askBack, thePot, theWithdrawal } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const outgoing = async () =>
  (await listBalances(deps.db, deps.fundId)).find((one) => one.account === "bank:outgoing")?.balanceCents ?? 0n;
const left = async (potId: string) => potRemaining(await thePot(deps, potId));

/** A withdrawal that stands in a file; `statementOf` is the bank's answer to it. */
async function aSentWithdrawal(amountCents = 30_000n) {
  const pot = await aPot(deps, 100_000n);
  const order = await anOrderedWithdrawal(deps, pot, amountCents);
  const { paymentFileId = "" } = await createPaymentFile(deps, order.paymaster);
  const { xml } = await downloadPaymentFile(deps, order.paymaster, { paymentFileId });
  const { endToEndId } = await theWithdrawal(deps, order.withdrawalId);
  return {
    ...pot,
    ...order,
    xml,
    endToEndId,
    statementOf: (more = {}) => executePain001(xml, { bankDate: "2027-03-10", openingCents: 0n, ...more }),
  };
}

test("M2: what is asked back can be reserved no more from that moment, and is free again when it is refused", async () => {
  const pot = await aPot(deps, 100_000n);

  const asked = await askBack(deps, pot, 60_000n);

  expect(await thePot(deps, pot.potId)).toMatchObject({ withdrawnCents: 60_000n });
  expect(await left(pot.potId)).toBe(40_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(100_000n);
  await booksHold(deps);

  await refuseWithdrawal(deps, await aStaffMember(deps, "authoriser"), { ...asked, reason: "Accord en cours" });

  expect(await left(pot.potId)).toBe(100_000n);
  await booksHold(deps);
});

test("M2: more than what remains is refused, and names the field", async () => {
  const pot = await aPot(deps, 50_000n);
  await askBack(deps, pot, 20_000n);

  await expect(askBack(deps, pot, 30_001n)).rejects.toMatchObject({
    type: "pot-exhausted",
    status: 409,
    fields: [{ field: "amountCents" }],
  });
  await booksHold(deps);
});

test("M2: a withdrawal against fifty gifts at once never takes what a gift was promised, nor the reverse", async () => {
  const pot = await aPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live");
  const gifts = Array.from({ length: 50 }, () => aPledge(deps, campaign.id, 2_500n));

  const [asked] = await Promise.all([race([askBack(deps, pot, 60_000n)]), race(gifts)]);

  const state = await thePot(deps, pot.potId);
  const [row] = await deps.db
    .select({ sum: sql<string>`coalesce(sum(amount_cents), 0)` })
    .from(matches)
    .where(eq(matches.potId, pot.potId));
  expect(state.reservedCents).toBe(BigInt(row?.sum ?? 0));
  expect(state.withdrawnCents).toBe(asked.done.length === 1 ? 60_000n : 0n);
  expect(potRemaining(state)).toBe(asked.done.length === 1 ? 0n : 100_000n - state.reservedCents);
  await booksHold(deps);
});

test("M2: ten withdrawals at once never take more than the pot holds", async () => {
  const pot = await aPot(deps, 100_000n);

  const asked = await race(Array.from({ length: 10 }, () => askBack(deps, pot, 15_000n)));

  expect(asked.done).toHaveLength(6);
  expect(new Set(asked.refused)).toEqual(new Set(["pot-exhausted"]));
  expect(await left(pot.potId)).toBe(10_000n);
  await booksHold(deps);
});

test("D3: an authoriser, then a paymaster who is another person; the second moves it out of the pot's account", async () => {
  const pot = await aPot(deps, 100_000n);
  const asked = await askBack(deps, pot, 60_000n);
  const both = await aStaffMember(deps, "authoriser", "paymaster");

  await expect(orderWithdrawal(deps, both, asked)).rejects.toMatchObject({ type: "state-changed" });
  await authoriseWithdrawal(deps, both, asked);
  await expect(orderWithdrawal(deps, both, asked)).rejects.toMatchObject({ type: "second-person-needed" });
  await orderWithdrawal(deps, await aStaffMember(deps, "paymaster"), asked);

  expect(await theWithdrawal(deps, asked.withdrawalId)).toMatchObject({ state: "ordered" });
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(40_000n);
  expect(await outgoing()).toBe(-60_000n);
  await booksHold(deps);
});

test("D3: neither who asked nor a member of the partner approves it, whatever roles they hold", async () => {
  const pot = await aPot(deps, 100_000n);
  const administrator = await aStaffMember(deps, "administrator", "authoriser");
  const asked = await requestWithdrawal(deps, administrator, {
    potId: pot.potId,
    amountCents: cents(10_000n),
    reason: "Fin",
  });
  const insider = await aStaffMember(deps, "authoriser");
  await joinOrganisation(deps, pot.partnerId, insider.userId);

  for (const person of [administrator, insider])
    await expect(authoriseWithdrawal(deps, person, asked)).rejects.toMatchObject({ type: "not-independent" });
  const raw = inTransaction(deps.db, (tx) =>
    tx.insert(potWithdrawalApprovals).values({
      fundId: deps.fundId,
      id: asked.withdrawalId,
      withdrawalId: asked.withdrawalId,
      step: "authorise",
      userId: insider.userId,
      contentHash: asked.contentHash,
      createdAt: new Date(),
    }),
  );
  await expect(raw).rejects.toMatchObject({ type: "not-independent" });
});

test("D3: two approvals of one step at once count once, and the same click twice is one approval", async () => {
  const pot = await aPot(deps, 100_000n);
  const asked = await askBack(deps, pot, 10_000n);
  const [one, other] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "authoriser")];
  const [first, second] = [await aStaffMember(deps, "paymaster"), await aStaffMember(deps, "paymaster")];

  const authorised = await race([authoriseWithdrawal(deps, one, asked), authoriseWithdrawal(deps, other, asked)]);
  const ordered = await race([first, first, second].map((person) => orderWithdrawal(deps, person, asked)));

  expect(authorised.done.map((outcome) => outcome.kind)).toEqual(["approved"]);
  expect(ordered.done.filter((outcome) => outcome.kind === "approved")).toHaveLength(1);
  expect(await outgoing()).toBe(-10_000n);
  await booksHold(deps);
});

test("D4: an approval of something else than what stands is refused", async () => {
  const pot = await aPot(deps, 100_000n);
  const asked = await askBack(deps, pot, 10_000n);
  const authoriser = await aStaffMember(deps, "authoriser");

  await expect(authoriseWithdrawal(deps, authoriser, { ...asked, contentHash: "0".repeat(64) })).rejects.toMatchObject({
    type: "content-changed",
  });
});

test("D6: it leaves in the same file as the grants' payments, to the partner's verified account", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const payment = await anOrder(deps, grant, 40_000n);
  const pot = await aPot(deps, 100_000n);
  const order = await anOrderedWithdrawal(deps, pot, 30_000n);

  const file = await createPaymentFile(deps, order.paymaster);
  const again = await createPaymentFile(deps, order.paymaster);

  expect(file).toMatchObject({ count: 2, controlSumCents: 70_000n, held: [], heldWithdrawals: [] });
  expect(again).toMatchObject({ count: 0, paymentFileId: undefined });
  const { xml } = await downloadPaymentFile(deps, order.paymaster, { paymentFileId: file.paymentFileId ?? "" });
  const withdrawal = await theWithdrawal(deps, order.withdrawalId);
  const { endToEndId } = await theDisbursement(deps, payment.disbursementId);
  expect(new Map(readPain001(xml).transfers.map((one) => [one.endToEndId, one.amountCents]))).toEqual(
    new Map([
      [endToEndId, 40_000n],
      [withdrawal.endToEndId, 30_000n],
    ]),
  );
  expect(withdrawal).toMatchObject({ state: "sent", paymentFileId: file.paymentFileId });
  expect(await outgoing()).toBe(-70_000n);
  await booksHold(deps);
});

test("D6: files made at once hold each withdrawal once", async () => {
  const pot = await aPot(deps, 100_000n);
  const orders = [];
  for (let i = 0; i < 4; i += 1) orders.push(await anOrderedWithdrawal(deps, pot, 10_000n));
  const people = await Promise.all(Array.from({ length: 3 }, () => aStaffMember(deps, "paymaster")));

  const files = await Promise.all(people.map((person) => createPaymentFile(deps, person)));

  expect(files.reduce((sum, file) => sum + file.count, 0)).toBe(4);
  expect(await outgoing()).toBe(-40_000n);
  await booksHold(deps);
});

test("D6, R3: the bank's debit pays it, and its return gives the pot its money back, each once", async () => {
  const sent = await aSentWithdrawal();
  const paymaster = await aStaffMember(deps, "paymaster");

  await importBankStatement(deps, paymaster, { xml: sent.statementOf() });
  await importBankStatement(deps, paymaster, { xml: sent.statementOf() });
  expect(await theWithdrawal(deps, sent.withdrawalId)).toMatchObject({ state: "paid" });
  expect(await outgoing()).toBe(0n);
  await booksHold(deps);

  const returned = sent.statementOf({ returned: [sent.endToEndId], bankDate: "2027-03-11", openingCents: 5n });
  await importBankStatement(deps, paymaster, { xml: returned });

  expect(await theWithdrawal(deps, sent.withdrawalId)).toMatchObject({ state: "returned", endedReason: "AC04" });
  expect(await left(sent.potId)).toBe(100_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(sent.potId))).toBe(100_000n);
  await booksHold(deps);
});

test("D4: an approver who lost the role sends it back to be approved, and its money back to the pot's account", async () => {
  const pot = await aPot(deps, 100_000n);
  const order = await anOrderedWithdrawal(deps, pot, 30_000n);
  await loseRole(deps, order.authoriser.userId, "authoriser");

  const file = await createPaymentFile(deps, order.paymaster);

  expect(file).toMatchObject({ count: 0, heldWithdrawals: [{ withdrawalId: order.withdrawalId, reason: "role" }] });
  expect(await theWithdrawal(deps, order.withdrawalId)).toMatchObject({ state: "requested" });
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(100_000n);
  expect(await left(pot.potId)).toBe(70_000n);
  await booksHold(deps);
  await authoriseWithdrawal(deps, await aStaffMember(deps, "authoriser"), order);
  await orderWithdrawal(deps, order.paymaster, order);
  expect(await createPaymentFile(deps, order.paymaster)).toMatchObject({ count: 1 });
  expect(await outgoing()).toBe(-30_000n);
  await booksHold(deps);
});

test("D4, D5: an account replaced after the approvals is not paid", async () => {
  const pot = await aPot(deps, 100_000n);
  const order = await anOrderedWithdrawal(deps, pot, 30_000n);
  await aVerifiedAccount(deps, pot.partnerId, pot.owner.userId);

  const file = await createPaymentFile(deps, order.paymaster);

  expect(file.heldWithdrawals).toEqual([{ withdrawalId: order.withdrawalId, reason: "account-not-usable" }]);
  expect(await outgoing()).toBe(0n);
  await booksHold(deps);
});

test("D8: it is taken back until it stands in a file, by the partner's owner too, never after", async () => {
  const pot = await aPot(deps, 100_000n);
  const order = await anOrderedWithdrawal(deps, pot, 30_000n);

  await cancelWithdrawal(deps, pot.owner, { withdrawalId: order.withdrawalId, reason: "Nous prolongeons" });

  expect(await left(pot.potId)).toBe(100_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(pot.potId))).toBe(100_000n);
  const sent = await aSentWithdrawal();
  await expect(
    cancelWithdrawal(deps, sent.owner, { withdrawalId: sent.withdrawalId, reason: "Trop tard" }),
  ).rejects.toMatchObject({ type: "state-changed" });
  await booksHold(deps);
});

test("X1: members who own nothing, other partners and staff without the role cannot ask, and strangers see nothing", async () => {
  const pot = await aPot(deps, 100_000n);
  const member = await aUser(deps.db, { memberships: [{ organisationId: pot.partnerId, role: "member" }] });
  const ask = { potId: pot.potId, amountCents: cents(1_000n), reason: "x" };

  await expect(requestWithdrawal(deps, member, ask)).rejects.toMatchObject({ status: 403 });
  await expect(requestWithdrawal(deps, await aStaffMember(deps, "paymaster"), ask)).rejects.toMatchObject({
    status: 403,
  });
  await expect(requestWithdrawal(deps, await aUser(deps.db), ask)).rejects.toMatchObject({ status: 404 });
  await inTransaction(deps.db, (tx) =>
    tx.update(bankAccounts).set({ state: "replaced" }).where(eq(bankAccounts.id, pot.bankAccountId)),
  );
  await expect(requestWithdrawal(deps, pot.owner, ask)).rejects.toMatchObject({ type: "no-verified-account" });
});

test("D8: each step of a withdrawal stands in the pot's history, written by the database", async () => {
  const sent = await aSentWithdrawal();

  const events = await deps.db.select().from(potEvents).where(eq(potEvents.subjectId, sent.withdrawalId));

  expect(events.toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime()).map((one) => one.kind)).toEqual([
    "withdrawal_requested",
    "withdrawal_authorised",
    "withdrawal_ordered",
    "withdrawal_sent",
  ]);
});
