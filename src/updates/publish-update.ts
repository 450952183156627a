import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign, requireAction } from "../campaigns/named-campaign.ts";
import { campaignUpdates } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { AppError, forbidden, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { UpdateInput } from "./forms.ts";
import { UPDATES } from "./messages.ts";
import { findUpdate } from "./queries.ts";

type Publication = UpdateInput & {
  /** Chosen with the preview: the same news sent twice is published once. */
  readonly id: string;
  readonly campaignId: string;
  readonly corrects?: string | undefined;
};

/** Publishes news of a campaign and has its donors written to; a correction is only shown. */
export async function publishUpdate(deps: Deps, actor: Actor, news: Publication): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await findCampaign(tx, deps.fundId, news.campaignId);
    requireAction(actor, "update.publish", campaign);
    if (actor.kind !== "user") throw forbidden();
    if (!campaign.isPublic) throw new AppError("campaign-not-open", 409, UPDATES.notOpen);
    if (news.corrects !== undefined) {
      const corrected = await findUpdate(tx, deps.fundId, news.corrects);
      if (corrected?.campaignId !== campaign.id || corrected.corrects !== null) throw notFound();
    }
    const published = await tx
      .insert(campaignUpdates)
      .values({ ...news, fundId: deps.fundId, publishedBy: actor.userId, publishedAt: sql`fund_now()` })
      .onConflictDoNothing()
      .returning({ id: campaignUpdates.id });
    if (published.length === 0) return;
    if (news.corrects === undefined) await enqueue(tx, "announce-update", { updateId: news.id });
    await recordAudit(tx, actor, {
      action: news.corrects === undefined ? "update.publish" : "update.correct",
      subject: ["update", news.id],
      change: { campaign: news.campaignId, corrects: news.corrects ?? null },
    });
  });
}
