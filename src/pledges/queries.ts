import { and, asc, desc, eq, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { wayOutOf } from "../campaigns/change-queries.ts";
import { asCampaignState } from "../campaigns/states.ts";
import { fundNow } from "../db/clock.ts";
import { campaigns, matches, pledges, refunds, rewards, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { CampaignMode } from "../domain/campaign.ts";
import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { canBeCancelled, type PledgeState } from "../domain/pledge.ts";
import { canChangeMethod } from "../domain/saved-method.ts";
import { ruledOut } from "../domain/tax-receipt.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { accessToken, isAccessToken } from "./access-token.ts";

export type PageRequest = { readonly limit: number; readonly cursor?: string | undefined };

/** A pledge as its donor and the fund's staff read it. */
export type PledgeDetail = Awaited<ReturnType<typeof selectDetail>> & { readonly isDonor: boolean };

/**
 * One pledge for its donor (signed in, by its verified address, or by the secret of its link) or for staff; 404 for
 * anybody else (X1, X4).
 */
export async function readPledge(
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  key: string | undefined,
): Promise<PledgeDetail> {
  const isDonor = await isDonorOf(deps, actor, pledgeId, key);
  if (!isDonor && !permits(actor, "pledge.read-any")) throw notFound();
  return { ...(await selectDetail(deps, pledgeId)), isDonor };
}

/** The secret that the donor's use cases ask for; 404 for anybody but the donor. */
export async function donorKey(deps: Deps, actor: Actor, pledgeId: string, key: string | undefined): Promise<string> {
  if (!(await isDonorOf(deps, actor, pledgeId, key))) throw notFound();
  return accessToken(deps.cipher, pledgeId);
}

async function isDonorOf(deps: Deps, actor: Actor, pledgeId: string, key: string | undefined): Promise<boolean> {
  if (key !== undefined && isAccessToken(deps.cipher, pledgeId, key)) return true;
  if (actor.kind !== "user") return false;
  const [own] = await deps.db
    .select({ id: pledges.id })
    .from(pledges)
    .where(and(eq(pledges.fundId, deps.fundId), eq(pledges.id, pledgeId), ofPerson(actor.userId)));
  return own !== undefined;
}

/** X4: a guest's gift belongs to the account whose verified address it carries. */
export const ofPerson = (userId: string): SQL | undefined =>
  or(
    eq(pledges.userId, userId),
    and(
      isNull(pledges.userId),
      sql`lower(${pledges.email}) = (select lower(${users.email}) from ${users} where ${users.id} = ${userId} and ${users.emailVerified})`,
    ),
  );

async function selectDetail({ db, fundId }: Deps, pledgeId: string) {
  const [row] = await db
    .select({ pledge: pledges, campaign: campaigns, rewardTitle: rewards.title })
    .from(pledges)
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .leftJoin(rewards, and(eq(rewards.fundId, pledges.fundId), eq(rewards.id, pledges.rewardId)))
    .where(and(eq(pledges.fundId, fundId), eq(pledges.id, pledgeId)));
  if (row === undefined) throw notFound();
  const { pledge, campaign } = row;
  const state = pledge.state as PledgeState;
  return {
    id: pledge.id,
    state,
    mode: pledge.mode as CampaignMode,
    amountCents: pledge.amountCents,
    tipCents: pledge.tipCents,
    capturedCents: pledge.capturedCents,
    returnedCents: pledge.returnedCents,
    disputedCents: pledge.disputedCents,
    displayName: pledge.displayName,
    anonymous: pledge.anonymous,
    rewardTitle: row.rewardTitle,
    createdAt: pledge.createdAt,
    checkoutExpiresAt: pledge.checkoutExpiresAt,
    checkoutUrl: state === "draft" ? pledge.checkoutUrl : null,
    checkoutSessionId: pledge.checkoutSessionId,
    authorisedAt: pledge.authorisedAt,
    capturedAt: pledge.capturedAt,
    nextChargeAt: pledge.nextChargeAt,
    pendingSince: pledge.pendingSince,
    lastDeclineCode: pledge.lastDeclineCode,
    methodKind: pledge.methodKind,
    cardLast4: pledge.cardLast4,
    cardExpiresOn: pledge.cardExpiresOn,
    canChangeMethod: canChangePledgeMethod(pledge),
    endedReason: pledge.endedReason,
    isHeld: pledge.heldReason !== null,
    /** T3: no tax receipt can come of it any more. */
    isReceiptRuledOut:
      ruledOut({
        state,
        campaign: asCampaignState(campaign.state),
        giftCents: cents(pledge.amountCents),
        returnedCents: cents(pledge.returnedGiftCents),
      }) !== undefined,
    canBeCancelled: canBeCancelled(state),
    now: await fundNow(db),
    campaign: {
      id: campaign.id,
      slug: campaign.slug,
      title: campaign.title,
      state: asCampaignState(campaign.state),
      deadlineAt: campaign.deadlineAt,
    },
    matchCents: (await matchedCents({ db, fundId }, [pledgeId])).get(pledgeId) ?? 0n,
    refunds: await refundsOf({ db, fundId }, pledgeId),
    /** The change of its campaign for which this gift goes back on its donor's word alone (P10). */
    wayOut: await wayOutOf(db, pledge),
  };
}

const canChangePledgeMethod = (pledge: typeof pledges.$inferSelect): boolean =>
  pledge.mode === "all_or_nothing" &&
  canChangeMethod({
    state: pledge.state as PledgeState,
    nextChargeAt: pledge.nextChargeAt,
    isHeld: pledge.heldReason !== null,
  });

export type RefundState = "requested" | "pending" | "succeeded" | "failed" | "closed";

async function refundsOf({ db, fundId }: Pick<Deps, "db" | "fundId">, pledgeId: string) {
  const rows = await db
    .select({
      id: refunds.id,
      amountCents: refunds.amountCents,
      reason: refunds.reason,
      state: refunds.state,
      createdAt: refunds.createdAt,
      endedAt: refunds.endedAt,
    })
    .from(refunds)
    .where(and(eq(refunds.fundId, fundId), eq(refunds.pledgeId, pledgeId)))
    .orderBy(asc(refunds.createdAt), asc(refunds.id));
  return rows.map((row) => ({ ...row, state: row.state as RefundState }));
}

/** A person's gifts, those made as a guest under the same verified address included; newest first. */
export async function listOwnPledges(deps: Deps, actor: Actor, { limit, cursor }: PageRequest) {
  const [after] = decodeCursor(deps.cipher, "own-pledges", cursor) ?? [];
  const rows = await deps.db
    .select({
      id: pledges.id,
      state: pledges.state,
      amountCents: pledges.amountCents,
      tipCents: pledges.tipCents,
      returnedCents: pledges.returnedCents,
      createdAt: pledges.createdAt,
      campaignId: campaigns.id,
      campaignTitle: campaigns.title,
      campaignSlug: campaigns.slug,
    })
    .from(pledges)
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .where(
      and(
        eq(pledges.fundId, deps.fundId),
        actor.kind === "user" ? ofPerson(actor.userId) : sql`false`,
        after === undefined ? undefined : lt(pledges.id, after),
      ),
    )
    .orderBy(desc(pledges.id))
    .limit(limit + 1);
  const page = toPage(deps.cipher, "own-pledges", rows, limit, (row) => [row.id]);
  const matched = await matchedCents(
    deps,
    page.items.map((row) => row.id),
  );
  const items = page.items.map((row) => ({
    ...row,
    state: row.state as PledgeState,
    matchCents: matched.get(row.id) ?? 0n,
  }));
  return { ...page, items } satisfies Page<unknown>;
}

export type OwnPledge = Awaited<ReturnType<typeof listOwnPledges>>["items"][number];

/** What stands of each pledge's matches. */
async function matchedCents(
  { db, fundId }: Pick<Deps, "db" | "fundId">,
  pledgeIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  if (pledgeIds.length === 0) return new Map();
  const rows = await db
    .select({ pledgeId: matches.pledgeId, sum: sql<string>`sum(${matches.amountCents})` })
    .from(matches)
    .where(
      and(
        eq(matches.fundId, fundId),
        inArray(matches.pledgeId, [...pledgeIds]),
        inArray(matches.state, ["reserved", "committed", "paid"]),
      ),
    )
    .groupBy(matches.pledgeId);
  return new Map(rows.map((row) => [row.pledgeId, BigInt(row.sum)]));
}

/** What `explainPledge` asks of a pledge; who may read the answer is judged there (M12). */
export async function findPledgeToExplain(
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  key: string | undefined,
): Promise<{ readonly id: string; readonly campaignId: string; readonly isDonor: boolean }> {
  const [pledge] = await deps.db
    .select({ id: pledges.id, campaignId: pledges.campaignId })
    .from(pledges)
    .where(and(eq(pledges.fundId, deps.fundId), eq(pledges.id, pledgeId)));
  if (pledge === undefined) throw notFound();
  return { ...pledge, isDonor: await isDonorOf(deps, actor, pledgeId, key) };
}
