import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign, requireAction } from "../campaigns/named-campaign.ts";
import { campaignUpdateHidings } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden, notFound } from "../errors.ts";
import { tellMembers } from "../organisations/tell-members.ts";
import { findUpdate } from "./queries.ts";

type Hiding = { readonly campaignId: string; readonly updateId: string; readonly reason: string };

/** Takes an update off the page for good, with what corrects it; its holder is told why. Twice is once. */
export async function hideUpdate(deps: Deps, actor: Actor, { campaignId, updateId, reason }: Hiding): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await findCampaign(tx, deps.fundId, campaignId);
    requireAction(actor, "update.hide", campaign);
    if (actor.kind !== "user") throw forbidden();
    const update = await findUpdate(tx, deps.fundId, updateId);
    if (update?.campaignId !== campaignId) throw notFound();
    const hidden = await tx
      .insert(campaignUpdateHidings)
      .values({ fundId: deps.fundId, updateId, reason, hiddenBy: actor.userId, hiddenAt: sql`fund_now()` })
      .onConflictDoNothing()
      .returning({ id: campaignUpdateHidings.updateId });
    if (hidden.length === 0) return;
    await tellMembers(tx, campaign.organisationId, "update-hidden", updateId);
    await recordAudit(tx, actor, { action: "update.hide", subject: ["update", updateId], reason });
  });
}
