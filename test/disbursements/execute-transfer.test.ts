import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { differences, outbox } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement, orderDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { cancelDisbursement } from "../../src/disbursements/end-disbursement.ts";
import { executeTransfer } from "../../src/disbursements/execute-transfer.ts";
import { retryTransfer } from "../../src/disbursements/retry-transfer.ts";
import { sweepTransfers } from "../../src/disbursements/sweep-transfers.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import {
  GatewayUnavailable,
  type PaymentGateway,
  type TransferOutcome,
  type TransferRequest,
} from "../../src/payments/gateway.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aStaffMember,
  booksHold,
  giveStripeAccount,
  loseRole,
  race,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";

const database = testDatabase();
const actor = worker("execute-transfer");
let stripe: ReturnType<typeof aStripe>;
let deps: Deps;

/** Stripe's side of transfers: one answer a key, kept, as Stripe keeps it. */
function aStripe() {
  const answers = new Map<string, TransferOutcome>();
  const calls: TransferRequest[] = [];
  const state = { refuses: undefined as string | undefined, failsAfter: 0, isReady: true };
  const gateway: Pick<PaymentGateway, "transfer" | "canReceiveTransfers"> = {
    canReceiveTransfers: () => Promise.resolve(state.isReady),
    transfer(request) {
      calls.push(request);
      const answer: TransferOutcome =
        answers.get(request.idempotencyKey) ??
        (state.refuses === undefined
          ? { kind: "sent", transferId: `tr_${answers.size}_${deps.fundId}`, amountCents: request.amountCents }
          : { kind: "refused", code: state.refuses });
      answers.set(request.idempotencyKey, answer);
      state.failsAfter -= 1;
      return state.failsAfter >= 0 ? Promise.reject(new GatewayUnavailable("timed out")) : Promise.resolve(answer);
    },
  };
  return { gateway, calls, state, sent: () => [...answers.values()].filter((one) => one.kind === "sent") };
}

beforeEach(async () => {
  stripe = aStripe();
  deps = await testDeps(database.db, stripe.gateway as PaymentGateway);
});

async function aTransferOrder(amountCents = 40_000n, granted = 100_000n) {
  const grant = await aGrant(database, deps, granted);
  await giveStripeAccount(deps, grant.organisationId, `acct_${grant.grantId.slice(-6)}`);
  return { ...grant, ...(await anOrder(deps, grant, amountCents, "stripe")) };
}

const openDifferences = async () =>
  (await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId))).filter(
    (one) => one.state !== "closed",
  );

test("D6, S1: the transfer is made with a key of our own, and paid when Stripe says so", async () => {
  const { disbursementId, grantId } = await aTransferOrder();

  const result = await executeTransfer(deps, actor, { disbursementId });

  expect(result).toEqual({ kind: "paid" });
  expect(stripe.calls.map((call) => call.idempotencyKey)).toEqual([`disbursement:${disbursementId}:transfer`]);
  expect(await theDisbursement(deps, disbursementId)).toMatchObject({ state: "paid", transferStartedAt: null });
  expect(await theGrant(deps, grantId)).toMatchObject({ engagedCents: 0n, paidCents: 40_000n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.grant(grantId))).toBe(60_000n);
  await booksHold(deps);
});

test("S1: the job run five times at once, and again later, pays once", async () => {
  const { disbursementId, grantId } = await aTransferOrder();

  await race(Array.from({ length: 5 }, () => executeTransfer(deps, actor, { disbursementId })));
  await executeTransfer(deps, actor, { disbursementId });

  expect(stripe.sent()).toHaveLength(1);
  expect((await theGrant(deps, grantId)).paidCents).toBe(40_000n);
  await booksHold(deps);
});

test("S1: Stripe acted and the answer was lost: the same key finds the same transfer", async () => {
  const { disbursementId, owner } = await aTransferOrder();
  stripe.state.failsAfter = 1;

  await expect(executeTransfer(deps, actor, { disbursementId })).rejects.toBeInstanceOf(GatewayUnavailable);
  const between = await theDisbursement(deps, disbursementId);
  const cancelling = cancelDisbursement(deps, owner, { disbursementId, reason: "trop tard" });
  await expect(cancelling).rejects.toMatchObject({ type: "transfer-under-way" });
  const result = await executeTransfer(deps, actor, { disbursementId });

  expect(between).toMatchObject({ state: "ordered", transferAttempt: 1 });
  expect(result).toEqual({ kind: "paid" });
  expect(stripe.sent()).toHaveLength(1);
  expect(new Set(stripe.calls.map((call) => call.idempotencyKey)).size).toBe(1);
  await booksHold(deps);
});

test("D4: once the transfer was begun its outcome is sought, even where a role has been lost since", async () => {
  const { disbursementId, authoriser } = await aTransferOrder();
  stripe.state.failsAfter = 1;
  await expect(executeTransfer(deps, actor, { disbursementId })).rejects.toBeInstanceOf(GatewayUnavailable);
  await loseRole(deps, authoriser.userId, "authoriser");

  expect(await executeTransfer(deps, actor, { disbursementId })).toEqual({ kind: "paid" });
});

test("D4: a role lost before the transfer began sends nothing and asks for new approvals", async () => {
  const { disbursementId, authoriser } = await aTransferOrder();
  await loseRole(deps, authoriser.userId, "authoriser");

  expect(await executeTransfer(deps, actor, { disbursementId })).toEqual({ kind: "held", reason: "role" });

  expect(stripe.calls).toEqual([]);
  expect((await theDisbursement(deps, disbursementId)).state).toBe("requested");
});

test("D4: a connected account exchanged after the approvals is not paid", async () => {
  const { disbursementId, organisationId } = await aTransferOrder();
  await giveStripeAccount(deps, organisationId, "acct_other");

  expect(await executeTransfer(deps, actor, { disbursementId })).toMatchObject({ kind: "held" });
  expect(stripe.calls).toEqual([]);
});

test("D6, R2: Stripe's refusal leaves it ordered with a difference; the paymaster tries again with a new key", async () => {
  const { disbursementId, paymaster, grantId } = await aTransferOrder();
  stripe.state.refuses = "balance_insufficient";

  expect(await executeTransfer(deps, actor, { disbursementId })).toEqual({
    kind: "refused",
    code: "balance_insufficient",
  });
  expect(await executeTransfer(deps, actor, { disbursementId })).toEqual({ kind: "nothing-to-do" });
  expect(await theDisbursement(deps, disbursementId)).toMatchObject({ state: "ordered", transferStartedAt: null });
  expect(await openDifferences()).toMatchObject([{ kind: "transfer-refused", proposedCause: "balance_insufficient" }]);
  stripe.state.refuses = undefined;
  await retryTransfer(deps, paymaster, { disbursementId });
  expect(await executeTransfer(deps, actor, { disbursementId })).toEqual({ kind: "paid" });

  expect(stripe.calls.map((call) => call.idempotencyKey)).toEqual([
    `disbursement:${disbursementId}:transfer`,
    `disbursement:${disbursementId}:transfer:2`,
  ]);
  expect(await openDifferences()).toEqual([]);
  expect((await theGrant(deps, grantId)).paidCents).toBe(40_000n);
  await booksHold(deps);
});

test("D4: an order given anew after Stripe's refusal leaves only if both approvals still stand", async () => {
  const { disbursementId, contentHash, authoriser, paymaster } = await aTransferOrder();
  stripe.state.refuses = "balance_insufficient";
  await executeTransfer(deps, actor, { disbursementId });
  stripe.state.refuses = undefined;
  await loseRole(deps, authoriser.userId, "authoriser");
  await retryTransfer(deps, paymaster, { disbursementId });
  const second = await aStaffMember(deps, "authoriser");
  await authoriseDisbursement(deps, second, { disbursementId, contentHash });
  await loseRole(deps, second.userId, "authoriser");

  await orderDisbursement(deps, paymaster, { disbursementId, contentHash });
  await executeTransfer(deps, actor, { disbursementId });

  expect(stripe.sent()).toEqual([]);
  expect((await theDisbursement(deps, disbursementId)).state).toBe("requested");
});

test("D6: an account that cannot receive transfers is not sent any, and the order can be cancelled", async () => {
  const { disbursementId, paymaster, grantId } = await aTransferOrder();
  stripe.state.isReady = false;

  expect(await executeTransfer(deps, actor, { disbursementId })).toEqual({
    kind: "refused",
    code: "account_not_ready",
  });
  await expect(retryTransfer(deps, paymaster, { disbursementId })).rejects.toMatchObject({
    type: "account-not-ready",
    status: 409,
  });
  await cancelDisbursement(deps, paymaster, { disbursementId, reason: "Compte Stripe fermé" });

  expect(stripe.calls).toEqual([]);
  expect((await theGrant(deps, grantId)).engagedCents).toBe(0n);
});

test("S3: a lost job is queued again by the sweep, an order Stripe refused is not", async () => {
  const lost = await aTransferOrder();
  const refused = await aTransferOrder();
  stripe.state.refuses = "account_closed";
  await executeTransfer(deps, actor, { disbursementId: refused.disbursementId });
  await inTransaction(deps.db, (tx) => tx.delete(outbox));

  await sweepTransfers(deps);

  const jobs = await deps.db.select().from(outbox);
  expect(jobs.map((job) => job.payload)).toEqual([{ disbursementId: lost.disbursementId }]);
});
