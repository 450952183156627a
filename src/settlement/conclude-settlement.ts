import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { awardsToJoin, releaseAwards } from "../committee/awards.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { campaigns, projects, settlements } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Cents, cents } from "../domain/money.ts";
import { decideSettlement, judgeConditions, type SettlementFacts } from "../domain/settlement.ts";
import { InvariantViolation } from "../errors.ts";
import { createGrant } from "../grants/create-grant.ts";
import { enqueue } from "../jobs/outbox.ts";
import { freeReserveOf, holdReserve } from "../ledger/free-reserve.ts";
import { tellMembers } from "../organisations/tell-members.ts";
import { lockConditional, reverseUnmet } from "./judge-conditions.ts";
import type { SettlingCampaign } from "./settle-campaign.ts";
import { capturedTotals, settlementFacts, shortfallPolicy, undisputedTotals } from "./totals.ts";

/**
 * P5: decides on captured gifts and their matches, without those whose condition is not met and without what a dispute
 * freezes. Success reverses the former and makes the grant of all the rest in the same transaction (D1): what is
 * disputed is in it, frozen (F4).
 */
export async function concludeSettlement(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  campaign: SettlingCampaign,
): Promise<void> {
  const policy = shortfallPolicy(campaign);
  if (policy.kind === "reserve_top_up") await holdReserve(tx, deps.fundId);
  const undisputed = await undisputedTotals(tx, deps.fundId, campaign.id);
  const conditional = await lockConditional(tx, deps.fundId, campaign.id);
  const judged = judgeConditions(settlementFacts(campaign, undisputed), undisputed.uniqueDonors, conditional);
  const { facts } = judged;
  const decision = decideSettlement(facts, policy, await freeReserveOf(tx, deps.fundId));
  if (decision.outcome === "failed") return failSettlement(tx, deps, actor, campaign, facts, decision.reason);
  await reverseUnmet(tx, deps.fundId, actor, campaign.id, judged.unmet);
  const kept = await capturedTotals(tx, deps.fundId, campaign.id);
  await close(tx, deps, actor, campaign, "succeeded", decision.reason, facts, decision.topUpCents);
  await createGrant(tx, deps, actor, {
    campaignId: campaign.id,
    organisationId: await holderOf(tx, deps.fundId, campaign.projectId),
    giftsCents: kept.giftsCents,
    matchesCents: kept.matchesCents,
    topUpCents: decision.topUpCents,
    awards: await awardsToJoin(tx, deps.fundId, campaign.id),
    declaredFeeBps: campaign.declaredFeeBps,
    occurredAt: await fundNow(tx),
  });
}

/** The campaign failed: every pledge is voided or refunded and every match goes back, by a job in batches (P4, P5). */
export async function failSettlement(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  campaign: SettlingCampaign,
  facts: SettlementFacts,
  reason: "goal_not_reached" | "nothing_raised",
): Promise<void> {
  await close(tx, deps, actor, campaign, "failed", reason, facts, cents(0n));
  await releaseAwards(tx, deps.fundId, actor, campaign.id);
}

async function close(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  campaign: SettlingCampaign,
  outcome: "succeeded" | "failed",
  reason: string,
  facts: SettlementFacts,
  topUpCents: Cents,
): Promise<void> {
  const { giftsCents, matchesCents } = facts;
  await tx
    .update(settlements)
    .set({
      state: "decided",
      decidedAt: sql`fund_now()`,
      outcome,
      outcomeReason: reason,
      giftsCents,
      matchesCents,
      topUpCents,
    })
    .where(and(eq(settlements.fundId, deps.fundId), eq(settlements.campaignId, campaign.id)));
  await tx
    .update(campaigns)
    .set({ state: outcome })
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, campaign.id)));
  await recordAudit(tx, actor, {
    action: `campaign.${outcome}`,
    subject: ["campaign", campaign.id],
    change: { giftsCents: Number(giftsCents), matchesCents: Number(matchesCents), topUpCents: Number(topUpCents) },
    reason,
  });
  await enqueue(tx, "unwind-campaign", { campaignId: campaign.id });
  await tellMembers(tx, await holderOf(tx, deps.fundId, campaign.projectId), "campaign-decided", campaign.id);
}

async function holderOf(tx: Transaction, fundId: string, projectId: string): Promise<string> {
  const [row] = await tx
    .select({ organisationId: projects.organisationId })
    .from(projects)
    .where(and(eq(projects.fundId, fundId), eq(projects.id, projectId)));
  if (row === undefined) throw new InvariantViolation(`project ${projectId} does not exist`);
  return row.organisationId;
}
