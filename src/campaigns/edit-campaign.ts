import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { isEditable } from "../domain/campaign.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { dropDraft } from "../http/form-drafts.ts";
import { lockProject } from "../projects/lock-project.ts";
import { plannedCentsOf } from "../projects/planned.ts";
import { declaredFeeOf } from "./declared-fee.ts";
import { campaignChangePath } from "./form-paths.ts";
import type { CampaignInput } from "./forms.ts";
import { lockCampaign, ownerOf } from "./lock-campaign.ts";
import { campaignLocked } from "./messages.ts";
import { freeSlug } from "./slug.ts";
import { campaignColumns, replaceRewardsAndNeeds } from "./write-campaign.ts";

/** Changes a campaign before it is submitted. Once submitted its terms stand; live, they bind us (P10). */
export async function editCampaign(deps: Deps, actor: Actor, campaignId: string, input: CampaignInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { projectId } = await ownerOf(tx, deps.fundId, campaignId);
    await lockProject(tx, deps.fundId, projectId);
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    if (!permits(actor, "campaign.read-draft", campaign.organisationId)) throw notFound();
    if (!permits(actor, "campaign.edit", campaign.organisationId)) throw forbidden();
    if (!isEditable(campaign.state)) throw campaignLocked();
    const columns = campaignColumns(input, await plannedCentsOf(tx, deps.fundId, projectId));
    const retitled = input.title !== campaign.title;
    await tx
      .update(campaigns)
      .set({
        ...columns,
        slug: retitled ? await freeSlug(tx, deps.fundId, input.title, campaignId) : campaign.slug,
        declaredFeeBps: await declaredFeeOf(tx, deps.fundId),
      })
      .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, campaignId)));
    await replaceRewardsAndNeeds(tx, deps.fundId, campaignId, input);
    await dropDraft(tx, deps.fundId, campaignChangePath(campaignId));
    await recordAudit(tx, actor, {
      action: "campaign.edit",
      subject: ["campaign", campaignId],
      change: { goalCents: Number(columns.goalCents), mode: columns.mode, deadlineOn: input.deadlineOn },
    });
  });
}
