import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { campaignChanges } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { wasOpened } from "../domain/campaign.ts";
import { type ChangedTerms, changeFaults, leaveUntil } from "../domain/campaign-change.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput, notFound } from "../errors.ts";
import { lockProject } from "../projects/lock-project.ts";
import { roomInPlan, termsOf } from "./campaign-terms.ts";
import { changeFaultField } from "./change-messages.ts";
import { type LockedCampaign, lockCampaign, ownerOf } from "./lock-campaign.ts";
import { campaignElsewhere, deadlinePassed } from "./messages.ts";
import { tellDonors } from "./tell-donors.ts";

type TermsChange = ChangedTerms & { readonly campaignId: string; readonly reason: string };

/**
 * Changes goal or deadline of a live campaign, and tells every donor in the same transaction (P10). The campaign's row
 * decides the race with its settlement: whoever holds it first, and the deadline by the fund's clock. Answers the change.
 */
export async function changeTerms(deps: Deps, actor: Actor, change: TermsChange): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const { projectId } = await ownerOf(tx, deps.fundId, change.campaignId);
    await lockProject(tx, deps.fundId, projectId);
    const campaign = await lockCampaign(tx, deps.fundId, change.campaignId);
    const { userId } = allowed(actor, campaign);
    const now = await fundNow(tx);
    if (campaign.state !== "live") throw campaignElsewhere(campaign.state);
    if (campaign.deadlineAt <= now) throw deadlinePassed();
    const plannedCents = await roomInPlan(tx, campaign);
    const faults = changeFaults(termsOf(campaign), change, { plannedCents, now });
    if (faults.length > 0) throw invalidInput(faults.map(changeFaultField));
    const id = uuidv7();
    await tx.insert(campaignChanges).values({
      fundId: deps.fundId,
      id,
      campaignId: campaign.id,
      oldGoalCents: campaign.goalCents,
      newGoalCents: change.goalCents,
      oldDeadlineAt: campaign.deadlineAt,
      newDeadlineAt: change.deadlineAt,
      reason: change.reason,
      changedBy: userId,
      changedAt: now,
      leaveUntil: leaveUntil(now),
    });
    await recordAudit(tx, actor, {
      action: "campaign.change-terms",
      subject: ["campaign", campaign.id],
      change: {
        oldGoalCents: Number(campaign.goalCents),
        newGoalCents: Number(change.goalCents),
        oldDeadlineAt: campaign.deadlineAt.toISOString(),
        newDeadlineAt: change.deadlineAt.toISOString(),
      },
      reason: change.reason,
    });
    await tellDonors(tx, deps.fundId);
    return id;
  });
}

/** An administrator, and none of the holder's own people. */
function allowed(actor: Actor, { state, organisationId }: LockedCampaign) {
  if (!mayChangeTerms(actor, organisationId) || actor.kind !== "user") {
    throw wasOpened(state) || permits(actor, "campaign.read-draft", organisationId) ? forbidden() : notFound();
  }
  return actor;
}

export const mayChangeTerms = (actor: Actor, organisationId: string): boolean =>
  actor.kind === "user" &&
  permits(actor, "campaign.change-terms") &&
  !actor.memberships.some((one) => one.organisationId === organisationId);
