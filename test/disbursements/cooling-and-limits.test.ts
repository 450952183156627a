import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { bankAccounts, disbursementApprovals, outbox } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement, orderDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { changeDisbursement } from "../../src/disbursements/change-disbursement.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { cents } from "../../src/domain/money.ts";
import { blockBankAccount } from "../../src/organisations/block-bank-account.ts";
import { recordBankAccount } from "../../src/organisations/record-bank-account.ts";
import { verifyBankAccount } from "../../src/organisations/verify-bank-account.ts";
import { proposeChange } from "../../src/safety/propose-change.ts";
import { bankAccountInput, IBANS } from "../organisations/support.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aRequest,
  aStaffMember,
  booksHold,
  race,
  type TestGrant,
  theDisbursement,
} from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const live = async (disbursementId: string) =>
  (
    await deps.db.select().from(disbursementApprovals).where(eq(disbursementApprovals.disbursementId, disbursementId))
  ).filter((approval) => approval.voidedAt === null).length;

/** The holder enters another account and a case officer verifies it. */
async function changeAccount(grant: TestGrant): Promise<string> {
  const { organisationId, owner } = grant;
  const member = { ...owner, memberships: [{ organisationId, role: "owner" as const }] };
  const accountId = await recordBankAccount(deps, member, organisationId, bankAccountInput(IBANS[0]));
  await verifyBankAccount(deps, await aStaffMember(deps, "case_officer"), organisationId, accountId);
  return accountId;
}

async function requestAgain(grant: TestGrant, disbursementId: string, amountCents: bigint) {
  return await changeDisbursement(deps, grant.owner, {
    disbursementId,
    amountCents: cents(amountCents),
    rail: "sepa",
    purpose: "Tranche 1 : découpeuse",
  });
}

const lettersTo = async (template: string) =>
  (await deps.db.select().from(outbox))
    .map(({ payload }) => payload as { template?: string; subjectId?: string })
    .filter((payload) => payload.template === template)
    .map((payload) => payload.subjectId?.split("/")[1]);

test("D5: a new account voids what was approved, tells everyone at once, and is paid only a day after its verification", async () => {
  const grant = await aGrant(database, deps);
  const order = await anOrder(deps, grant, 40_000n);

  const accountId = await changeAccount(grant);

  expect((await theDisbursement(deps, order.disbursementId)).state).toBe("requested");
  expect(await live(order.disbursementId)).toBe(0);
  for (const letter of ["bank-account-recorded", "bank-account-verified"]) {
    const told = await lettersTo(letter);
    expect(told).toContain(grant.owner.userId);
    expect(told).toContain(order.paymaster.userId);
  }

  const { contentHash } = await requestAgain(grant, order.disbursementId, 40_000n);
  const input = { disbursementId: order.disbursementId, contentHash };
  await expect(authoriseDisbursement(deps, order.authoriser, input)).rejects.toMatchObject({ type: "account-cooling" });
  await inTransaction(deps.db, (tx) =>
    tx
      .update(bankAccounts)
      .set({ verifiedAt: new Date(Date.now() - 23.9 * 3_600_000) })
      .where(eq(bankAccounts.id, accountId)),
  );
  await expect(authoriseDisbursement(deps, order.authoriser, input)).rejects.toMatchObject({ type: "account-cooling" });
  await inTransaction(deps.db, (tx) =>
    tx
      .update(bankAccounts)
      .set({ verifiedAt: new Date(Date.now() - DAY * 1_000) })
      .where(eq(bankAccounts.id, accountId)),
  );
  await authoriseDisbursement(deps, order.authoriser, input);
  await orderDisbursement(deps, order.paymaster, input);
  const file = await createPaymentFile(deps, order.paymaster);
  expect(file).toMatchObject({ count: 1, held: [] });
  await booksHold(deps);
});

test("D5: anybody concerned blocks an account at once; nothing is paid into it, and only a new verification opens it", async () => {
  const grant = await aGrant(database, deps);
  const order = await anOrder(deps, grant, 40_000n);
  const { organisationId, bankAccountId: accountId } = grant;
  const member = { ...grant.owner, memberships: [{ organisationId, role: "member" as const }] };

  await blockBankAccount(deps, member, { organisationId, accountId, reason: "Ce n’était pas moi" });

  expect(await createPaymentFile(deps, order.paymaster)).toMatchObject({ count: 0 });
  expect((await theDisbursement(deps, order.disbursementId)).state).toBe("requested");
  await expect(authoriseDisbursement(deps, order.authoriser, order)).rejects.toMatchObject({
    type: "account-not-usable",
  });
  const officer = await aStaffMember(deps, "case_officer");
  await expect(verifyBankAccount(deps, officer, organisationId, accountId)).rejects.toMatchObject({
    type: "account-not-pending",
  });
  await booksHold(deps);
});

test("D4, D5: an approval and a change of the account at once leave no approval for the old account", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const authoriser = await aStaffMember(deps, "authoriser");

  await Promise.allSettled([authoriseDisbursement(deps, authoriser, request), changeAccount(grant)]);

  expect(await live(request.disbursementId)).toBe(0);
  expect((await theDisbursement(deps, request.disbursementId)).state).toBe("requested");
});

test("D4, D5: a file made while its payee's account is blocked pays it, or does not; never both", async () => {
  const grant = await aGrant(database, deps);
  const order = await anOrder(deps, grant, 40_000n);
  const { organisationId, bankAccountId: accountId } = grant;
  const officer = await aStaffMember(deps, "case_officer");

  const [file] = await Promise.allSettled([
    createPaymentFile(deps, order.paymaster),
    blockBankAccount(deps, officer, { organisationId, accountId, reason: "Doute" }),
  ]);

  const { state } = await theDisbursement(deps, order.disbursementId);
  const count = file.status === "fulfilled" ? file.value.count : expect.fail(String(file.reason));
  expect([count, state]).toEqual(count === 1 ? [1, "sent"] : [0, "requested"]);
  expect(await live(order.disbursementId)).toBe(count === 1 ? 2 : 0);
  await booksHold(deps);
});

const limit = async (rule: "approval-single" | "approval-daily", toCents: bigint, userId?: string) => {
  const administrator = await aStaffMember(deps, "administrator");
  await proposeChange(deps, administrator, { rule, toCents, reason: "Prudence", ...(userId ? { userId } : {}) });
};

test("D3: an approval beyond a person's limit is refused with the figures; the limit itself is within it", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 40_000n);
  const [low, other] = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "authoriser")];
  await limit("approval-single", 39_999n, low.userId);
  await limit("approval-single", 40_000n);

  await expect(authoriseDisbursement(deps, low, request)).rejects.toMatchObject({
    type: "limit-exceeded",
    text: { fr: expect.stringMatching(/399,99.*400/u) },
  });
  await authoriseDisbursement(deps, other, request);

  expect(await live(request.disbursementId)).toBe(1);
});

test("D3: two approvals of one person at once never pass what they may approve in a day", async () => {
  const [one, two] = [await aGrant(database, deps), await aGrant(database, deps)];
  const requests = [await aRequest(deps, one, 40_000n), await aRequest(deps, two, 40_000n)];
  const authoriser = await aStaffMember(deps, "authoriser");
  await limit("approval-daily", 79_999n);

  const { done, refused } = await race(requests.map((request) => authoriseDisbursement(deps, authoriser, request)));

  expect([done.length, refused]).toEqual([1, ["limit-exceeded"]]);
});

test("D3: what was approved more than a day ago counts no more", async () => {
  const [one, two] = [await aGrant(database, deps), await aGrant(database, deps)];
  const authoriser = await aStaffMember(deps, "authoriser");
  await limit("approval-daily", 50_000n);
  await authoriseDisbursement(deps, authoriser, await aRequest(deps, one, 40_000n));
  const second = await aRequest(deps, two, 40_000n);
  await expect(authoriseDisbursement(deps, authoriser, second)).rejects.toMatchObject({ type: "limit-exceeded" });

  await moveClock(database, undefined, DAY + 1);

  expect(await authoriseDisbursement(deps, authoriser, second)).toEqual({ kind: "approved" });
});

test("D4: a limit lowered after the approval sends the order back when it is executed", async () => {
  const grant = await aGrant(database, deps);
  const order = await anOrder(deps, grant, 40_000n);
  await limit("approval-single", 39_999n, order.paymaster.userId);

  const file = await createPaymentFile(deps, order.paymaster);

  expect(file.held).toEqual([{ disbursementId: order.disbursementId, reason: "single-limit" }]);
  expect((await theDisbursement(deps, order.disbursementId)).state).toBe("requested");
  await booksHold(deps);
});
