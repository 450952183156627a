import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { potWithdrawalApprovals } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { holdAllowance } from "../disbursements/approval-allowance.ts";
import { personWhoMay } from "../disbursements/check-access.ts";
import { findPerson } from "../disbursements/find-people.ts";
import { refusedApproval } from "../disbursements/messages.ts";
import type { Actor } from "../domain/actor.ts";
import { type ApprovalStep, decideApproval } from "../domain/disbursement.ts";
import { withdrawalOrdered } from "../domain/withdrawal.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { changeWithdrawal } from "./change-withdrawal.ts";
import { type LoadedWithdrawal, lockWithdrawalOrder } from "./load-withdrawal.ts";

export type WithdrawalApproval = {
  readonly withdrawalId: string;
  /** Hash of the content the approver had before them (D4). */
  readonly contentHash: string;
};

export type WithdrawalApprovalOutcome = { readonly kind: "approved" | "approved-already" };

/** First approval, by an authorising officer who stands apart from the partner (D3). */
export const authoriseWithdrawal = (deps: Deps, actor: Actor, input: WithdrawalApproval) =>
  approveWithdrawal(deps, actor, "authorise", input);

/** Second approval, by a paymaster who is another person (D3): the money leaves the pot's account at once. */
export const orderWithdrawal = (deps: Deps, actor: Actor, input: WithdrawalApproval) =>
  approveWithdrawal(deps, actor, "order", input);

const ACTIONS = {
  authorise: { permission: "disbursement.authorise", audited: "withdrawal.authorise" },
  order: { permission: "disbursement.order", audited: "withdrawal.order" },
} as const;

async function approveWithdrawal(
  deps: Deps,
  actor: Actor,
  step: ApprovalStep,
  input: WithdrawalApproval,
): Promise<WithdrawalApprovalOutcome> {
  const { permission, audited } = ACTIONS[step];
  return await inTransaction(deps.db, async (tx) => {
    const order = await lockWithdrawalOrder(tx, deps.fundId, input.withdrawalId);
    const { userId } = personWhoMay(actor, permission, order.partnerId, "pot.read");
    const allowance = await holdAllowance(tx, deps.fundId, userId, order.id);
    const approver = { person: await findPerson(tx, userId), allowance };
    const decision = decideApproval(order, step, approver, input.contentHash);
    if (decision.kind === "refused") throw refusedApproval(decision.reason, order.amountCents, allowance);
    if (decision.kind === "approved-already") return { kind: "approved-already" };

    await tx.insert(potWithdrawalApprovals).values({
      fundId: deps.fundId,
      id: uuidv7(),
      withdrawalId: order.id,
      step,
      userId,
      contentHash: input.contentHash,
      createdAt: await fundNow(tx),
    });
    if (decision.to === "ordered") await moveOut(tx, deps, actor, order);
    else await changeWithdrawal(tx, deps.fundId, order.id, { state: decision.to });
    await recordAudit(tx, actor, {
      action: audited,
      subject: ["withdrawal", order.id],
      change: { contentHash: input.contentHash, amountCents: Number(order.amountCents) },
    });
    return { kind: "approved" };
  });
}

async function moveOut(tx: Transaction, deps: Deps, actor: Actor, order: LoadedWithdrawal): Promise<void> {
  const orders = order.orders + 1;
  await changeWithdrawal(tx, deps.fundId, order.id, { state: "ordered", orders });
  await postEntry(tx, deps.fundId, actor, {
    key: `withdrawal:${order.id}:ordered:${orders}`,
    kind: "withdrawal_ordered",
    occurredAt: await fundNow(tx),
    source: `withdrawal:${order.id}`,
    postings: withdrawalOrdered(order.potId, order.amountCents),
  });
}
