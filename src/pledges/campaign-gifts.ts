import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { campaigns, matchTraces, pledges, projects } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import type { Viewer } from "../matching/explain.ts";
import { allInWords, type ExplainedMatch, selectTraces } from "../matching/explain-pledge.ts";
import { holderRequestsOf, isOpenRequest } from "../refunds/queries.ts";
import type { HolderRequest } from "../refunds/read-holder-file.ts";
import { leftOf } from "../refunds/return-facts.ts";
import type { PageRequest } from "./queries.ts";

const LISTED = ["authorised", "charging", "action_required", "captured"] as const;

/** A gift as the project's holder follows it: never the person's address, nor a name they asked to hide. */
export type CampaignGift = {
  readonly id: string;
  readonly state: (typeof LISTED)[number];
  readonly amountCents: bigint;
  readonly returnedCents: bigint;
  /** Null where the donor gives without showing their name. */
  readonly displayName: string | null;
  readonly createdAt: Date;
  /** What stands of its matches. */
  readonly matchCents: bigint;
  readonly matches: readonly ExplainedMatch[];
  /** The holder's newest request that it go back. */
  readonly refundRequest: HolderRequest | null;
  /** The actor may ask that it go back, and something is left of it. */
  readonly mayAskBack: boolean;
};

export type CampaignGifts = Page<CampaignGift> & { readonly campaign: { readonly id: string; readonly title: string } };

/**
 * Firm and captured gifts of a campaign, newest first, each with every rule's answer and why (M12); 404 for anybody
 * but the holder's members and staff.
 */
export async function listCampaignGifts(
  deps: Deps,
  actor: Actor,
  { campaignId, limit, cursor }: PageRequest & { readonly campaignId: string },
): Promise<CampaignGifts> {
  const { campaign, viewer, isOwner } = await campaignOf(deps, actor, campaignId);
  const list = `campaign-gifts:${campaignId}`;
  const [after] = decodeCursor(deps.cipher, list, cursor) ?? [];
  const rows = await deps.db
    .select()
    .from(pledges)
    .where(
      and(
        eq(pledges.fundId, deps.fundId),
        eq(pledges.campaignId, campaignId),
        inArray(pledges.state, [...LISTED]),
        after === undefined ? undefined : lt(pledges.id, after),
      ),
    )
    .orderBy(desc(pledges.id))
    .limit(limit + 1);
  const page = toPage(deps.cipher, list, rows, limit, (row) => [row.id]);
  const ids = page.items.map(({ id }) => id);
  const matches = await matchesOf(deps, ids, viewer);
  const requests = await holderRequestsOf(deps, ids);
  const items = page.items.map((row) => {
    const own = matches.get(row.id) ?? [];
    const request = requests.get(row.id) ?? null;
    const isAsked = request !== null && isOpenRequest(request);
    return {
      id: row.id,
      state: row.state as CampaignGift["state"],
      amountCents: row.amountCents,
      returnedCents: row.returnedCents,
      displayName: row.anonymous ? null : row.displayName,
      createdAt: row.createdAt,
      matchCents: own.reduce((sum, match) => sum + match.standingCents, 0n),
      matches: own,
      refundRequest: request,
      mayAskBack: isOwner && !isAsked && row.state === "captured" && leftOf(row).giftCents > 0n,
    };
  });
  return { ...page, items, campaign };
}

async function campaignOf({ db, fundId }: Deps, actor: Actor, campaignId: string) {
  const [campaign] = await db
    .select({ id: campaigns.id, title: campaigns.title, organisationId: projects.organisationId })
    .from(campaigns)
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  if (campaign === undefined || !permits(actor, "project.read", campaign.organisationId)) throw notFound();
  const viewer: Viewer = permits(actor, "match.explain") ? "staff" : "holder";
  const isOwner = permits(actor, "refund.ask", campaign.organisationId);
  return { campaign: { id: campaign.id, title: campaign.title }, viewer, isOwner };
}

async function matchesOf(
  deps: Deps,
  pledgeIds: readonly string[],
  viewer: Viewer,
): Promise<ReadonlyMap<string, readonly ExplainedMatch[]>> {
  if (pledgeIds.length === 0) return new Map();
  const rows = await selectTraces(deps)
    .where(and(eq(matchTraces.fundId, deps.fundId), inArray(matchTraces.pledgeId, [...pledgeIds])))
    .orderBy(asc(matchTraces.evaluatedAt), asc(matchTraces.sequence));
  const explained = await allInWords(deps, rows, viewer);
  const byPledge = new Map<string, ExplainedMatch[]>();
  for (const [index, match] of explained.entries()) {
    const pledgeId = rows[index]?.trace.pledgeId;
    if (pledgeId === undefined) continue;
    const own = byPledge.get(pledgeId);
    if (own === undefined) byPledge.set(pledgeId, [match]);
    else own.push(match);
  }
  return byPledge;
}
