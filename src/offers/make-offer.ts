import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign } from "../campaigns/named-campaign.ts";
import { needOffers } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { isUnderWay } from "../domain/campaign.ts";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { tellMembers } from "../organisations/tell-members.ts";
import type { OfferInput } from "./forms.ts";
import { offersClosed, tooMany } from "./messages.ts";
import { needsOf } from "./queries.ts";

/** Anybody offers what a public campaign needs, no more than is missing; its holder is told. Answers the offer's id. */
export async function makeOffer(
  deps: Deps,
  actor: Actor,
  offer: OfferInput & { readonly campaignId: string; readonly language: Language },
): Promise<string> {
  const id = uuidv7();
  await inTransaction(deps.db, async (tx) => {
    const campaign = await findCampaign(tx, deps.fundId, offer.campaignId);
    if (!campaign.isPublic) throw notFound();
    if (!isUnderWay(campaign.state)) throw offersClosed();
    const needs = await needsOf(tx, deps.fundId, campaign.id);
    const need = needs.find(({ position }) => position === offer.position);
    if (need === undefined) throw notFound();
    if (offer.quantity > need.left) throw tooMany(need.left);
    await tx.insert(needOffers).values({ fundId: deps.fundId, id, ...offer, createdAt: sql`fund_now()` });
    await tellMembers(tx, campaign.organisationId, "offer-made", id);
    await recordAudit(tx, actor, { action: "offer.make", subject: ["offer", id] });
  });
  return id;
}
