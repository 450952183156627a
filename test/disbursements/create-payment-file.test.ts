import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog, bankAccounts, differences, paymentFiles } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement, orderDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { readPaymentFile } from "../../src/disbursements/file-queries.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { balanceOf, listBalances } from "../../src/ledger/balances.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { readPain001 } from "../../src/sandbox/bank/read-pain001.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aRequest,
  aStaffMember,
  aVerifiedAccount,
  booksHold,
  giveRole,
  joinOrganisation,
  loseRole,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const outgoingCents = async () =>
  (await listBalances(deps.db, deps.fundId)).find((one) => one.account === "bank:outgoing")?.balanceCents ?? 0n;

async function fileText(paymentFileId: string | undefined) {
  const paymaster = await aStaffMember(deps, "paymaster");
  return (await downloadPaymentFile(deps, paymaster, { paymentFileId: paymentFileId ?? "" })).xml;
}

test("D6: every ordered transfer leaves in one file, sealed at rest, and its money is on its way out", async () => {
  const [one, other] = [await aGrant(database, deps, 100_000n), await aGrant(database, deps, 50_000n)];
  const orders = [
    await anOrder(deps, one, 40_000n),
    await anOrder(deps, one, 60_000n),
    await anOrder(deps, other, 50_000n),
  ];
  const notYet = await aGrant(database, deps, 10_000n);
  await aRequest(deps, notYet, 10_000n);
  const paymaster = await aStaffMember(deps, "paymaster");

  const outcome = await createPaymentFile(deps, paymaster);

  expect(outcome).toMatchObject({ count: 3, controlSumCents: 150_000n, held: [] });
  const text = await fileText(outcome.paymentFileId);
  const file = readPain001(text);
  expect(file.transfers.map((transfer) => transfer.amountCents).toSorted()).toEqual([40_000n, 50_000n, 60_000n]);
  const [stored] = await deps.db.select().from(paymentFiles).where(eq(paymentFiles.fundId, deps.fundId));
  expect(stored?.xmlCiphertext).not.toContain("IBAN");
  for (const { disbursementId } of orders) {
    expect(await theDisbursement(deps, disbursementId)).toMatchObject({
      state: "sent",
      paymentFileId: outcome.paymentFileId,
    });
  }
  expect(await outgoingCents()).toBe(-150_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(one.grantId))).toBe(0n);
  await booksHold(deps);
});

test("D6: files made at once share the orders out: each order stands in exactly one of them", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const orders = [];
  for (let i = 0; i < 4; i += 1) orders.push(await anOrder(deps, grant, 25_000n));
  const people = await Promise.all(Array.from({ length: 4 }, () => aStaffMember(deps, "paymaster")));

  const outcomes = await Promise.all(people.map((person) => createPaymentFile(deps, person)));
  const again = await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));

  const written: string[] = [];
  for (const { paymentFileId } of outcomes) {
    if (paymentFileId === undefined) continue;
    written.push(...readPain001(await fileText(paymentFileId)).transfers.map((transfer) => transfer.endToEndId));
  }
  const expected = await Promise.all(orders.map((one) => theDisbursement(deps, one.disbursementId)));
  expect(written.toSorted()).toEqual(expected.map((one) => one.endToEndId).toSorted());
  expect(again).toMatchObject({ paymentFileId: undefined, count: 0, held: [] });
  expect(await outgoingCents()).toBe(-100_000n);
  await booksHold(deps);
});

test("D4: a role lost between approval and execution voids both approvals; given anew, the money leaves", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const order = await anOrder(deps, grant, 40_000n);
  const paymaster = await aStaffMember(deps, "paymaster");
  await loseRole(deps, order.authoriser.userId, "authoriser");

  const held = await createPaymentFile(deps, paymaster);

  expect(held).toMatchObject({ count: 0, held: [{ disbursementId: order.disbursementId, reason: "role" }] });
  expect((await theDisbursement(deps, order.disbursementId)).state).toBe("requested");
  expect(await outgoingCents()).toBe(0n);
  await booksHold(deps);
  await giveRole(deps, order.authoriser.userId, "authoriser");
  await authoriseDisbursement(deps, order.authoriser, order);
  await orderDisbursement(deps, order.paymaster, order);
  expect(await createPaymentFile(deps, paymaster)).toMatchObject({ count: 1, held: [] });
  await booksHold(deps);
});

test("D3, D4: an approver who has since joined the holder no longer counts", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const order = await anOrder(deps, grant, 40_000n);
  await joinOrganisation(deps, grant.organisationId, order.paymaster.userId);

  const outcome = await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));

  expect(outcome.held).toEqual([{ disbursementId: order.disbursementId, reason: "holder-member" }]);
  expect((await theDisbursement(deps, order.disbursementId)).state).toBe("requested");
});

test("D4, D5: an account replaced after the approvals is not paid, nor is one whose IBAN was exchanged in its row", async () => {
  const [one, other] = [await aGrant(database, deps, 100_000n), await aGrant(database, deps, 100_000n)];
  const replaced = await anOrder(deps, one, 40_000n);
  const exchanged = await anOrder(deps, other, 40_000n);
  await aVerifiedAccount(deps, one.organisationId, one.owner.userId);
  await inTransaction(deps.db, (tx) =>
    tx.update(bankAccounts).set({ ibanFingerprint: "another" }).where(eq(bankAccounts.id, other.bankAccountId)),
  );

  const outcome = await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));

  expect(outcome.count).toBe(0);
  expect(new Map(outcome.held.map((held) => [held.disbursementId, held.reason]))).toEqual(
    new Map([
      [replaced.disbursementId, "account-not-usable"],
      [exchanged.disbursementId, "content-changed"],
    ]),
  );
  expect((await theGrant(deps, one.grantId)).engagedCents).toBe(40_000n);
});

test("D7: an order the grant can no longer pay waits, with a difference open, and does not stop the others", async () => {
  const [poor, rich] = [await aGrant(database, deps, 100_000n), await aGrant(database, deps, 100_000n)];
  const held = await anOrder(deps, poor, 80_000n);
  await anOrder(deps, rich, 80_000n);
  await inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: "refund",
      kind: "test",
      occurredAt: new Date(),
      source: "test",
      postings: move(accounts.grant(poor.grantId), accounts.stripe, 30_000n),
    }),
  );

  const outcome = await createPaymentFile(deps, await aStaffMember(deps, "paymaster"));

  expect(outcome).toMatchObject({ count: 1, held: [{ disbursementId: held.disbursementId, reason: "balance" }] });
  expect((await theDisbursement(deps, held.disbursementId)).state).toBe("ordered");

  const open = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  expect(open.map((one) => [one.kind, one.subject])).toEqual([
    ["disbursement-held", `disbursement:${held.disbursementId}`],
  ]);
  await inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: "refund-back",
      kind: "test",
      occurredAt: new Date(),
      source: "test",
      postings: move(accounts.stripe, accounts.grant(poor.grantId), 30_000n),
    }),
  );
  expect(await createPaymentFile(deps, await aStaffMember(deps, "paymaster"))).toMatchObject({ count: 1, held: [] });
  const closed = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  expect(closed.map((one) => one.state)).toEqual(["closed"]);
});

test("D6: a file holds no more than the bank's limits; what is left leaves in the next, and a large order alone", async () => {
  const grant = await aGrant(database, deps, 200_000n);
  for (const amountCents of [20_000n, 20_000n, 90_000n, 10_000n, 10_000n, 10_000n]) {
    await anOrder(deps, grant, amountCents);
  }
  const narrow = { ...deps, paymentFileLimits: { maxTransfers: 2, maxCents: 50_000n } };
  const paymaster = await aStaffMember(deps, "paymaster");

  const outcomes = [];
  for (let i = 0; i < 5; i += 1) outcomes.push(await createPaymentFile(narrow, paymaster));

  expect(outcomes.map(({ count, controlSumCents, left }) => [count, controlSumCents, left])).toEqual([
    [2, 40_000n, 4],
    [1, 90_000n, 3],
    [2, 20_000n, 1],
    [1, 10_000n, 0],
    [0, 0n, 0],
  ]);
  expect(await outgoingCents()).toBe(-160_000n);
  await booksHold(deps);
});

test("D6: the same file taken twice is the same bytes, whose SHA-256 its page shows", async () => {
  await anOrder(deps, await aGrant(database, deps, 100_000n), 40_000n);
  const paymaster = await aStaffMember(deps, "paymaster");
  const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);

  const [first, second] = [await fileText(paymentFileId), await fileText(paymentFileId)];
  const { sha256 } = await readPaymentFile(deps, paymaster, paymentFileId);

  expect(second).toBe(first);
  expect(sha256).toBe(createHash("sha256").update(first).digest("hex"));
});

test("X1, X2: only a paymaster makes and takes the file, and each download is in the log", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  await anOrder(deps, grant, 40_000n);
  const [authoriser, paymaster] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "paymaster")];

  await expect(createPaymentFile(deps, authoriser)).rejects.toMatchObject({ status: 403 });
  await expect(createPaymentFile(deps, worker("x"))).rejects.toMatchObject({ status: 403 });
  const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);
  await expect(downloadPaymentFile(deps, authoriser, { paymentFileId })).rejects.toMatchObject({ status: 404 });
  await downloadPaymentFile(deps, paymaster, { paymentFileId });
  await downloadPaymentFile(deps, paymaster, { paymentFileId });

  const log = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, paymentFileId));
  expect(log.filter((row) => row.action === "payment-file.download")).toHaveLength(2);
});
