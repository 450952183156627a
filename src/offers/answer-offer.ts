import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign, requireAction } from "../campaigns/named-campaign.ts";
import { needOffers } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { moreThanOffered, offerAnswered } from "./messages.ts";

type OfferOf = { readonly campaignId: string; readonly offerId: string };
type Answer =
  | { readonly kind: "accepted"; readonly quantity: number; readonly word: string }
  | { readonly kind: "declined"; readonly word: string };

/**
 * The holder answers an offer, once. What is accepted counts on the need in the same statement, and the database
 * refuses more than is needed: of two acceptances at once, one stays.
 */
export async function answerOffer(deps: Deps, actor: Actor, { campaignId, offerId }: OfferOf, answer: Answer) {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await findCampaign(tx, deps.fundId, campaignId);
    requireAction(actor, "offer.answer", campaign);
    if (actor.kind !== "user") throw forbidden();
    const which = and(eq(needOffers.fundId, deps.fundId), eq(needOffers.id, offerId));
    const [offer] = await tx.select().from(needOffers).where(which).for("update");
    if (offer?.campaignId !== campaignId) throw notFound();
    if (offer.state !== "open") throw offerAnswered();
    if (answer.kind === "accepted" && answer.quantity > offer.quantity) throw moreThanOffered(offer.quantity);
    const acceptedQuantity = answer.kind === "accepted" ? answer.quantity : null;
    await tx
      .update(needOffers)
      .set({
        state: answer.kind,
        acceptedQuantity,
        word: answer.word,
        answeredBy: actor.userId,
        answeredAt: sql`fund_now()`,
      })
      .where(which);
    await enqueue(tx, "send-mail", { template: "offer-answered", subjectId: offerId });
    await recordAudit(tx, actor, {
      action: answer.kind === "accepted" ? "offer.accept" : "offer.decline",
      subject: ["offer", offerId],
      change: { quantity: acceptedQuantity },
    });
  });
}
