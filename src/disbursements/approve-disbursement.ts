import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { disbursementApprovals } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type ApprovalStep, decideApproval } from "../domain/disbursement.ts";
import { enqueue } from "../jobs/outbox.ts";
import { holdAllowance } from "./approval-allowance.ts";
import { changeState } from "./change-state.ts";
import { personWhoMay } from "./check-access.ts";
import { markStarted } from "./execute-transfer.ts";
import { findPerson } from "./find-people.ts";
import { type LoadedOrder, lockOrder } from "./load-order.ts";
import { refusedApproval } from "./messages.ts";
import { recheckOrder } from "./recheck-order.ts";

export type ApprovalInput = {
  readonly disbursementId: string;
  /** Hash of the content the approver had before them (D4). */
  readonly contentHash: string;
};

/** `approved-already`: the same person's same approval came twice, and changed nothing the second time. */
export type ApprovalOutcome = { readonly kind: "approved" | "approved-already" };

/** First approval, by an authorising officer who stands apart from the payment (D3). */
export const authoriseDisbursement = (deps: Deps, actor: Actor, input: ApprovalInput): Promise<ApprovalOutcome> =>
  approveDisbursement(deps, actor, "authorise", input);

/** Second approval, by a paymaster who is another person (D3). A Stripe transfer leaves from here. */
export const orderDisbursement = (deps: Deps, actor: Actor, input: ApprovalInput): Promise<ApprovalOutcome> =>
  approveDisbursement(deps, actor, "order", input);

const ACTIONS = { authorise: "disbursement.authorise", order: "disbursement.order" } as const;

async function approveDisbursement(
  deps: Deps,
  actor: Actor,
  step: ApprovalStep,
  input: ApprovalInput,
): Promise<ApprovalOutcome> {
  return await inTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, deps.fundId, input.disbursementId);
    const { userId } = personWhoMay(actor, ACTIONS[step], order.organisationId);
    const allowance = await holdAllowance(tx, deps.fundId, userId, order.id);
    const approver = { person: await findPerson(tx, userId), allowance };
    const decision = decideApproval(order, step, approver, input.contentHash);
    if (decision.kind === "refused") throw refusedApproval(decision.reason, order.amountCents, allowance);
    if (decision.kind === "approved-already") return { kind: "approved-already" };

    await tx.insert(disbursementApprovals).values({
      fundId: deps.fundId,
      id: uuidv7(),
      disbursementId: order.id,
      step,
      userId,
      contentHash: input.contentHash,
      createdAt: await fundNow(tx),
    });
    await changeState(tx, deps.fundId, order.id, { state: decision.to });
    await recordAudit(tx, actor, {
      action: ACTIONS[step],
      subject: ["disbursement", order.id],
      change: { contentHash: input.contentHash, amountCents: Number(order.amountCents) },
    });
    if (decision.to === "ordered" && order.rail === "stripe") await send(tx, deps.fundId, actor, order);
    return { kind: "approved" };
  });
}

/** The job sends a first transfer. After Stripe's refusal it waits for a new attempt: begun here, all checked anew (D4). */
async function send(tx: Transaction, fundId: string, actor: Actor, { id, transferAttempt }: LoadedOrder) {
  if (transferAttempt > 0) {
    const ordered = await lockOrder(tx, fundId, id);
    if ((await recheckOrder(tx, fundId, actor, ordered)) !== undefined) return;
    await markStarted(tx, fundId, ordered, transferAttempt + 1);
  }
  await enqueue(tx, "execute-transfer", { disbursementId: id });
}
