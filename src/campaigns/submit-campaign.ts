import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { mayChange } from "../domain/campaign.ts";
import { InvariantViolation } from "../errors.ts";
import { needsOf } from "../offers/queries.ts";
import { lockProject } from "../projects/lock-project.ts";
import { findProject } from "../projects/queries.ts";
import { checklistOf } from "./checklist.ts";
import { keepSubmission } from "./keep-submission.ts";
import { lockCampaign, ownerOf } from "./lock-campaign.ts";
import { incompleteCampaign } from "./messages.ts";
import { moveCampaign } from "./move-campaign.ts";
import { rewardsOf } from "./queries.ts";
import { contentOf } from "./submitted-content.ts";

/** Hands a draft to the fund's case officers (P3). Refused with what is missing where the checklist isn't complete. */
export async function submitCampaign(deps: Deps, actor: Actor, campaignId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { projectId } = await ownerOf(tx, deps.fundId, campaignId);
    await lockProject(tx, deps.fundId, projectId);
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    if (mayChange(actor, "submit", campaign.state, campaign.organisationId)) {
      const missing = await checklistOf(tx, campaign);
      if (missing.length > 0) throw incompleteCampaign(missing);
    }
    await moveCampaign(tx, actor, campaign, "submit");
    const project = await findProject(tx, deps.fundId, projectId);
    if (project === undefined) throw new InvariantViolation(`campaign ${campaignId} without project`);
    const rewards = await rewardsOf(tx, deps.fundId, campaignId);
    const needs = await needsOf(tx, deps.fundId, campaignId);
    await keepSubmission(tx, deps.fundId, campaignId, contentOf({ ...campaign, project, rewards, needs }));
  });
}
