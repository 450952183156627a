import { and, asc, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { takeReward } from "../campaigns/take-reward.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { campaigns, pledges, rewards } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Cents, cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import type { PledgeToMatch } from "../matching/reserve-matches.ts";
import { readRuleBook } from "../matching/rule-book.ts";
import { CHECKOUT_MINUTES } from "./checkout-minutes.ts";
import { endPledge } from "./end-pledge.ts";
import { lockDonor } from "./find-donor.ts";
import { campaignClosed, rewardNeedsMore } from "./messages.ts";

export type PledgeInput = {
  readonly campaignId: string;
  readonly amountCents: Cents;
  /** Voluntary support of the fund, zero unless the donor typed it; never matched (M16). */
  readonly tipCents: Cents;
  readonly rewardId?: string | undefined;
  readonly email?: string | undefined;
  readonly displayName: string;
  readonly anonymous: boolean;
  readonly language: Language;
};

/**
 * Records a pledge as a draft and holds its reward (P1, P3). One open checkout a donor and campaign: a new one
 * replaces the old (M5). No pot is taken but to give back what the replaced one held: matches are reserved afterwards,
 * many pledges at once. A draft that never gets there is ended when its checkout would have expired.
 */
export const recordPledge = (
  deps: Deps,
  actor: Actor,
  input: PledgeInput & { readonly email: string },
): Promise<PledgeToMatch> =>
  inTransaction(deps.db, async (tx) => {
    const { email } = input;
    const campaign = await lockOpenCampaign(tx, deps, input.campaignId);
    const userId = actor.kind === "user" ? actor.userId : undefined;
    const donorId = await lockDonor(tx, deps, actor, { userId, email });
    await replaceOpenCheckout(tx, deps, actor, { campaignId: campaign.id, donorId, rewardId: input.rewardId });
    if (input.rewardId !== undefined) await holdReward(tx, deps.fundId, campaign.id, input.rewardId, input.amountCents);

    await readRuleBook(tx, deps.fundId);
    const recordedAt = await fundNow(tx);
    if (recordedAt >= campaign.deadlineAt) throw campaignClosed();
    const pledgeId = uuidv7();
    await tx.insert(pledges).values({
      fundId: deps.fundId,
      id: pledgeId,
      campaignId: campaign.id,
      donorId,
      userId,
      email,
      displayName: input.displayName,
      anonymous: input.anonymous,
      language: input.language,
      amountCents: input.amountCents,
      tipCents: input.tipCents,
      rewardId: input.rewardId,
      rewardHeld: input.rewardId !== undefined,
      state: "draft",
      mode: campaign.mode,
      createdAt: recordedAt,
      checkoutExpiresAt: new Date(recordedAt.getTime() + CHECKOUT_MINUTES * 60_000),
    });
    await recordAudit(tx, actor, {
      action: "pledge.opened",
      subject: ["pledge", pledgeId],
      change: { amountCents: Number(input.amountCents), tipCents: Number(input.tipCents) },
    });
    return {
      pledgeId,
      campaignId: campaign.id,
      donorId,
      userId,
      email,
      amountCents: input.amountCents,
      recordedAt,
    };
  });

/** The campaign, held so that its settlement waits for us. The deadline is judged by the database's clock (P3). */
async function lockOpenCampaign(tx: Transaction, deps: Deps, campaignId: string) {
  const [campaign] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, campaignId)))
    .for("share");
  // Before it opens, that it exists is its holder's own matter (X1).
  if (campaign === undefined || (campaign.openedAt === null && campaign.state !== "live")) throw notFound();
  // Asked once the row is ours: waiting for it may have taken us past the deadline.
  const now = await fundNow(tx);
  if (campaign.state !== "live" || now < campaign.startsAt || now >= campaign.deadlineAt) throw campaignClosed();
  return campaign;
}

type NewCheckout = { readonly campaignId: string; readonly donorId: string; readonly rewardId: string | undefined };

/** What the old pledge gives back and the new one takes is locked first and in order. */
async function replaceOpenCheckout(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  { campaignId, donorId, rewardId }: NewCheckout,
) {
  const [open] = await tx
    .select()
    .from(pledges)
    .where(
      and(
        eq(pledges.fundId, deps.fundId),
        eq(pledges.campaignId, campaignId),
        eq(pledges.donorId, donorId),
        eq(pledges.state, "draft"),
      ),
    )
    .for("no key update");
  if (open === undefined) return;
  await lockRewards(tx, deps.fundId, [open.rewardId, rewardId]);
  await endPledge(tx, deps, actor, open, "expired", "replaced");
}

async function lockRewards(tx: Transaction, fundId: string, ids: readonly (string | null | undefined)[]) {
  const known = ids.filter((id) => id != null);
  if (known.length === 0) return;
  await tx
    .select({ id: rewards.id })
    .from(rewards)
    .where(and(eq(rewards.fundId, fundId), inArray(rewards.id, known)))
    .orderBy(asc(rewards.id))
    .for("no key update");
}

async function holdReward(tx: Transaction, fundId: string, campaignId: string, rewardId: string, amount: Cents) {
  const [reward] = await tx
    .select({ thresholdCents: rewards.thresholdCents })
    .from(rewards)
    .where(and(eq(rewards.fundId, fundId), eq(rewards.id, rewardId), eq(rewards.campaignId, campaignId)));
  if (reward === undefined) throw notFound();
  if (amount < cents(reward.thresholdCents)) throw rewardNeedsMore();
  await takeReward(tx, fundId, rewardId);
}
