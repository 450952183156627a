import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudits } from "../audit/record-audit.ts";
import { findCampaign, requireAction } from "../campaigns/named-campaign.ts";
import { rewardDeliveries } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden } from "../errors.ts";
import { thoseToMark } from "./queries.ts";

type Marking = {
  readonly campaignId: string;
  readonly pledgeIds: readonly string[];
  /** False puts a reward marked by mistake back on the list. */
  readonly delivered: boolean;
};

/** Notes rewards as handed over, or not after all; what stands that way already, or is not theirs, is passed over. */
export async function markDelivered(deps: Deps, actor: Actor, { campaignId, pledgeIds, delivered }: Marking) {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await findCampaign(tx, deps.fundId, campaignId);
    requireAction(actor, "reward.deliver", campaign);
    if (actor.kind !== "user") throw forbidden();
    if (pledgeIds.length === 0) return;
    const marked = await thoseToMark(tx, deps.fundId, campaignId, pledgeIds, delivered);
    if (marked.length === 0) return;
    const common = { fundId: deps.fundId, delivered, recordedBy: actor.userId, recordedAt: sql`fund_now()` };
    await tx.insert(rewardDeliveries).values(marked.map((pledgeId) => ({ ...common, id: uuidv7(), pledgeId })));
    await recordAudits(
      tx,
      actor,
      marked.map((pledgeId) => ({
        action: delivered ? "reward.deliver" : "reward.undeliver",
        subject: ["pledge", pledgeId] as const,
      })),
    );
  });
}
