import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { dropDraft } from "../http/form-drafts.ts";
import { lockProject } from "../projects/lock-project.ts";
import { plannedCentsOf } from "../projects/planned.ts";
import { declaredFeeOf } from "./declared-fee.ts";
import { newCampaignPath } from "./form-paths.ts";
import type { NewCampaignInput } from "./forms.ts";
import { freeSlug } from "./slug.ts";
import { campaignColumns, replaceRewardsAndNeeds } from "./write-campaign.ts";

/** Starts the draft of a campaign for a project. Returns its id and address. */
export async function createCampaign(
  deps: Deps,
  actor: Actor,
  { projectId, ...input }: NewCampaignInput,
): Promise<{ readonly id: string; readonly slug: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const project = await lockProject(tx, deps.fundId, projectId);
    if (!permits(actor, "project.read", project.organisationId)) throw notFound();
    if (!permits(actor, "campaign.edit", project.organisationId)) throw forbidden();
    const columns = campaignColumns(input, await plannedCentsOf(tx, deps.fundId, projectId));
    const id = uuidv7();
    const slug = await freeSlug(tx, deps.fundId, input.title, id);
    await tx.insert(campaigns).values({
      fundId: deps.fundId,
      id,
      projectId,
      slug,
      state: "draft",
      createdAt: sql`fund_now()`,
      declaredFeeBps: await declaredFeeOf(tx, deps.fundId),
      ...columns,
    });
    await replaceRewardsAndNeeds(tx, deps.fundId, id, input);
    await dropDraft(tx, deps.fundId, newCampaignPath(projectId));
    await recordAudit(tx, actor, {
      action: "campaign.create",
      subject: ["campaign", id],
      change: { goalCents: Number(columns.goalCents), mode: columns.mode, deadlineOn: input.deadlineOn },
    });
    return { id, slug };
  });
}
