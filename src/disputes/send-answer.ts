import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { disputeAnswers, disputes } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { awaitsAnswer } from "../domain/dispute.ts";
import { GatewayRefused } from "../payments/gateway.ts";
import { syncDispute } from "./sync-dispute.ts";

/**
 * Sends an answer to Stripe under its own key (S1). Where Stripe no longer waits for one, a former run sent it, also
 * after Stripe forgot the key. One that Stripe refuses is over: staff may write another.
 */
export async function sendDisputeAnswer(deps: Deps, actor: Actor, answerId: string): Promise<void> {
  const [row] = await deps.db
    .select({ answer: disputeAnswers, stripeDisputeId: disputes.stripeDisputeId })
    .from(disputeAnswers)
    .innerJoin(disputes, and(eq(disputes.fundId, disputeAnswers.fundId), eq(disputes.id, disputeAnswers.disputeId)))
    .where(and(eq(disputeAnswers.fundId, deps.fundId), eq(disputeAnswers.id, answerId)));
  if (row === undefined || row.answer.sentAt !== null || row.answer.refusal !== null) return;
  const { answer, stripeDisputeId } = row;
  const refusal = await send(deps, stripeDisputeId, answer);
  await inTransaction(deps.db, async (tx) => {
    await tx
      .update(disputeAnswers)
      .set(refusal === undefined ? { sentAt: await fundNow(tx) } : { refusal })
      .where(and(eq(disputeAnswers.fundId, deps.fundId), eq(disputeAnswers.id, answerId)));
    await recordAudit(tx, actor, {
      action: refusal === undefined ? "dispute.answer-sent" : "dispute.answer-refused",
      subject: ["dispute", answer.disputeId],
      change: { answer: answerId, refusal: refusal ?? null },
    });
  });
  await syncDispute(deps, actor, stripeDisputeId);
}

/** Answers Stripe's code where it does not take the answer. */
async function send(
  { gateway }: Deps,
  disputeId: string,
  { id, kind, text }: Pick<typeof disputeAnswers.$inferSelect, "id" | "kind" | "text">,
): Promise<string | undefined> {
  if (!awaitsAnswer((await gateway.findDispute(disputeId)).status)) return undefined;
  try {
    const idempotencyKey = `dispute-answer:${id}`;
    await gateway.answerDispute({ disputeId, kind: kind === "evidence" ? kind : "acceptance", text, idempotencyKey });
    return undefined;
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    return error.code;
  }
}
