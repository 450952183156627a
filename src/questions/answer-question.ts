import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { requireAction } from "../campaigns/named-campaign.ts";
import { campaignQuestions } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { lockQuestion, type QuestionOf } from "./lock-question.ts";
import { questionClosed } from "./messages.ts";
import { isOpen } from "./queries.ts";

/** The holder answers, once: question and answer are public from then on. */
export async function answerQuestion(deps: Deps, actor: Actor, given: QuestionOf & { readonly answer: string }) {
  await inTransaction(deps.db, async (tx) => {
    const { campaign, question, which } = await lockQuestion(tx, deps.fundId, given);
    requireAction(actor, "question.answer", campaign);
    if (actor.kind !== "user") throw forbidden();
    if (!isOpen(question)) throw questionClosed();
    await tx
      .update(campaignQuestions)
      .set({ answer: given.answer, answeredBy: actor.userId, answeredAt: sql`fund_now()` })
      .where(which);
    await enqueue(tx, "send-mail", { template: "question-answered", subjectId: given.questionId });
    await recordAudit(tx, actor, { action: "question.answer", subject: ["question", given.questionId] });
  });
}
