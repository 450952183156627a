import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { requireAction } from "../campaigns/named-campaign.ts";
import { campaignQuestions } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { lockQuestion, type QuestionOf } from "./lock-question.ts";
import { questionClosed } from "./messages.ts";
import { isOpen } from "./queries.ts";

/** The holder refuses what is open; staff also take an answered question off the page. Its author is told why. */
export async function refuseQuestion(deps: Deps, actor: Actor, given: QuestionOf & { readonly reason: string }) {
  await inTransaction(deps.db, async (tx) => {
    const { campaign, question, which } = await lockQuestion(tx, deps.fundId, given);
    requireAction(actor, "question.refuse", campaign);
    if (actor.kind !== "user") throw forbidden();
    const isStaff = permits(actor, "question.refuse");
    if (!isOpen(question) && (question.answeredAt === null || question.refusedAt !== null || !isStaff))
      throw questionClosed();
    await tx
      .update(campaignQuestions)
      .set({ refusal: given.reason, refusedBy: actor.userId, refusedAt: sql`fund_now()` })
      .where(which);
    await enqueue(tx, "send-mail", { template: "question-answered", subjectId: given.questionId });
    const subject = ["question", given.questionId] as const;
    await recordAudit(tx, actor, { action: "question.refuse", subject, reason: given.reason });
  });
}
