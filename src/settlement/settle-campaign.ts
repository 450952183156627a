import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { campaigns, pledges, settlements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { OPEN_STATES } from "../domain/pledge.ts";
import { decideSettlement, failsAtDeadline, mayStillReach, SETTLEMENT_WINDOW_DAYS } from "../domain/settlement.ts";
import { enqueue } from "../jobs/outbox.ts";
import { freeReserveOf } from "../ledger/free-reserve.ts";
import { readAwaitedMatches } from "../pots/awaited-matches.ts";
import { concludeSettlement, failSettlement } from "./conclude-settlement.ts";
import { firmTotals, hasUnresolvedCharge, settlementFacts, shortfallPolicy, totalsWithDebits } from "./totals.ts";

/**
 * Advances the settlement of one campaign as far as it can go now (P4, P5): close its checkouts, assess its firm
 * pledges, charge them, decide. Run by a sweep and after each charge; every run starts from what the database says,
 * so that it may be repeated, raced or killed anywhere.
 */
export async function settleCampaign(deps: Deps, actor: Actor, campaignId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, deps.fundId, campaignId);
    if (campaign === undefined) return;
    if (campaign.state === "live" && campaign.isOver) await startSettlement(tx, deps, actor, campaign);
    else if (campaign.state !== "settling") return;
    if ((await closeCheckouts(tx, deps.fundId, campaignId)) > 0) return;

    const settlement = await findSettlement(tx, deps.fundId, campaignId);
    if (settlement === undefined || settlement.state === "decided") return;
    if (settlement.assessedAt === null) {
      const firm = settlementFacts(campaign, await firmTotals(tx, deps.fundId, campaignId));
      if (failsAtDeadline(firm)) {
        // M9: promised money that counts may still arrive within the window; until then nobody is charged.
        const { countedCents } = await readAwaitedMatches(tx, deps.fundId, campaignId);
        if (!settlement.windowIsOver && mayStillReach(firm, countedCents)) return;
        return failSettlement(tx, deps, actor, campaign, firm, "goal_not_reached");
      }
      await startCharging(tx, deps.fundId, campaignId);
    }
    if (await isWaiting(tx, deps.fundId, campaign, settlement.windowIsOver)) return;
    await concludeSettlement(tx, deps, actor, campaign);
  });
}

export type SettlingCampaign = NonNullable<Awaited<ReturnType<typeof lockCampaign>>>;

async function lockCampaign(tx: Transaction, fundId: string, campaignId: string) {
  const where = and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId));
  const [locked] = await tx.select().from(campaigns).where(where).for("no key update");
  if (locked === undefined) return undefined;
  const [judged] = await tx
    .select({ isOver: sql<boolean>`fund_now() >= ${campaigns.deadlineAt}` })
    .from(campaigns)
    .where(where);
  return { ...locked, isOver: judged?.isOver === true };
}

/** At the deadline exactly one settlement starts (P4): the campaign's row is held, and the table allows one. */
async function startSettlement(tx: Transaction, deps: Deps, actor: Actor, campaign: SettlingCampaign): Promise<void> {
  await tx
    .update(campaigns)
    .set({ state: "settling", closedAt: sql`fund_now()` })
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, campaign.id)));
  await tx.insert(settlements).values({
    fundId: deps.fundId,
    id: uuidv7(),
    campaignId: campaign.id,
    state: "charging",
    startedAt: sql`fund_now()`,
    windowEndsAt: sql`fund_now() + make_interval(days => ${SETTLEMENT_WINDOW_DAYS})`,
  });
  await recordAudit(tx, actor, { action: "campaign.settling", subject: ["campaign", campaign.id] });
}

/** A run asks for so many; the next run, after them, for more. */
const MOST_CHECKOUTS = 200;

/**
 * Asks for open checkouts to be closed at Stripe; a donor who just paid is found there. A pledge held for a
 * person's decision (S4) waits for nobody.
 */
async function closeCheckouts(tx: Transaction, fundId: string, campaignId: string): Promise<number> {
  const drafts = await tx
    .select({ pledgeId: pledges.id })
    .from(pledges)
    .where(and(ofCampaign(fundId, campaignId), eq(pledges.state, "draft")))
    .orderBy(sql`random()`)
    .limit(MOST_CHECKOUTS);
  for (const { pledgeId } of drafts) await enqueue(tx, "expire-checkout", { pledgeId });
  return drafts.length;
}

async function findSettlement(tx: Transaction, fundId: string, campaignId: string) {
  const [row] = await tx
    .select({
      state: settlements.state,
      assessedAt: settlements.assessedAt,
      windowIsOver: sql<boolean>`fund_now() >= ${settlements.windowEndsAt}`,
    })
    .from(settlements)
    .where(and(eq(settlements.fundId, fundId), eq(settlements.campaignId, campaignId)));
  return row;
}

async function startCharging(tx: Transaction, fundId: string, campaignId: string): Promise<void> {
  await tx
    .update(settlements)
    .set({ assessedAt: sql`fund_now()` })
    .where(and(eq(settlements.fundId, fundId), eq(settlements.campaignId, campaignId)));
  await enqueue(tx, "charge-campaign", { campaignId });
}

/**
 * P5: decided when no charge is open, or when the window ended and no answer of Stripe is outstanding. A debit sent
 * within the window is waited for as long as banks may take, where its money could make the campaign succeed: deciding
 * without it would only send back what its donor has paid.
 */
async function isWaiting(
  tx: Transaction,
  fundId: string,
  campaign: SettlingCampaign,
  windowIsOver: boolean,
): Promise<boolean> {
  const campaignId = campaign.id;
  if (windowIsOver) {
    if (await hasUnresolvedCharge(tx, fundId, campaignId)) return true;
    const withDebits = await totalsWithDebits(tx, fundId, campaignId);
    if (withDebits === undefined) return false;
    const reserve = await freeReserveOf(tx, fundId);
    return (
      decideSettlement(settlementFacts(campaign, withDebits), shortfallPolicy(campaign), reserve).outcome ===
      "succeeded"
    );
  }
  const [open] = await tx
    .select({ id: pledges.id })
    .from(pledges)
    .where(and(ofCampaign(fundId, campaignId), inArray(pledges.state, [...OPEN_STATES])))
    .limit(1);
  return open !== undefined;
}

const ofCampaign = (fundId: string, campaignId: string) =>
  and(eq(pledges.fundId, fundId), eq(pledges.campaignId, campaignId), isNull(pledges.heldReason));
