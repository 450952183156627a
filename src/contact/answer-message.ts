import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { contactMessages } from "../db/schema/contact.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { AppError, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { contactTexts } from "./messages.ts";

/** Answers a message once, by a letter to who wrote it. @throws AppError 409 where somebody answered before. */
export async function answerMessage(deps: Deps, actor: Actor, given: { messageId: string; answer: string }) {
  if (actor.kind !== "user" || !permits(actor, "message.answer")) throw notFound();
  const one = and(eq(contactMessages.fundId, deps.fundId), eq(contactMessages.id, given.messageId));
  await inTransaction(deps.db, async (tx) => {
    const [message] = await tx.select().from(contactMessages).where(one).for("update");
    if (message === undefined) throw notFound();
    if (message.answeredAt !== null) throw new AppError("message-answered", 409, contactTexts.answeredAlready);
    await tx
      .update(contactMessages)
      .set({ answer: given.answer, answeredBy: actor.userId, answeredAt: sql`fund_now()` })
      .where(one);
    await enqueue(tx, "send-mail", { template: "message-answered", subjectId: given.messageId });
    await recordAudit(tx, actor, { action: "message.answer", subject: ["message", given.messageId] });
  });
}
