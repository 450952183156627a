import { and, eq, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { disputeAnswers, disputes } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { answerRefusal, type DisputeState } from "../domain/dispute.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { answerRefused } from "./messages.ts";

export type Answer = {
  readonly disputeId: string;
  readonly kind: "evidence" | "acceptance";
  /** The evidence as the bank will read it, or why the fund gives in. */
  readonly text: string;
};

/** A member of staff answers the bank, once and for all; a job sends it to Stripe (F4). */
export async function answerDispute(deps: Deps, actor: Actor, { disputeId, kind, text }: Answer): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "pledge.read-any")) throw notFound();
  if (!permits(actor, "dispute.answer")) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    const [dispute] = await tx
      .select()
      .from(disputes)
      .where(and(eq(disputes.fundId, deps.fundId), eq(disputes.id, disputeId)))
      .for("no key update");
    if (dispute === undefined) throw notFound();
    const answers = await tx
      .select({ id: disputeAnswers.id })
      .from(disputeAnswers)
      .where(
        and(
          eq(disputeAnswers.fundId, deps.fundId),
          eq(disputeAnswers.disputeId, disputeId),
          isNull(disputeAnswers.refusal),
        ),
      );
    const now = await fundNow(tx);
    const state = dispute.state as DisputeState;
    const refusal = answerRefusal({ ...dispute, state }, answers.length > 0, now);
    if (refusal !== undefined) throw answerRefused(refusal);
    const answerId = uuidv7();
    await tx.insert(disputeAnswers).values({
      fundId: deps.fundId,
      id: answerId,
      disputeId,
      kind,
      text,
      answeredBy: actor.userId,
      answeredAt: now,
    });
    await recordAudit(tx, actor, {
      action: kind === "evidence" ? "dispute.evidence" : "dispute.accepted",
      subject: ["pledge", dispute.pledgeId],
      change: { dispute: dispute.stripeDisputeId, answer: answerId },
    });
    await enqueue(tx, "send-dispute-answer", { answerId });
  });
}
