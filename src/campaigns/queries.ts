import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaignReviews, campaigns, rewards } from "../db/schema/campaigns.ts";
import { projects } from "../db/schema/projects.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type CampaignState, wasOpened } from "../domain/campaign.ts";
import { permits } from "../domain/permissions.ts";
import { REVIEW_RULES, type ReviewCheck } from "../domain/review-checklist.ts";
import { forbidden, InvariantViolation, notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { needsOf } from "../offers/queries.ts";
import { findProject, type PageRequest } from "../projects/queries.ts";
import { changesOf } from "./change-queries.ts";
import { findOrganisation } from "./holder.ts";
import { type CampaignProgress, progressOf, progressOfOne } from "./progress.ts";
import { asCampaignState } from "./states.ts";

export type CampaignRow = Omit<typeof campaigns.$inferSelect, "state"> & {
  readonly state: CampaignState;
  readonly organisationId: string;
};
export type CampaignCard = CampaignRow & { readonly progress: CampaignProgress };

/** The campaigns of every organisation the person belongs to, or of one of its projects: drafts included. */
export function listOwnCampaigns(
  deps: Deps,
  actor: Actor,
  request: PageRequest & { readonly projectId?: string },
): Promise<Page<CampaignCard>> {
  const mine = actor.kind === "user" ? actor.memberships.map((m) => m.organisationId) : [];
  const ofProject = request.projectId === undefined ? undefined : eq(campaigns.projectId, request.projectId);
  return listPage(deps, "own-campaigns", request, inArray(projects.organisationId, mine), ofProject);
}

/** What case officers and administrators follow: campaigns in the given states. */
export function listCampaignsForStaff(
  deps: Deps,
  actor: Actor,
  states: readonly CampaignState[],
  request: PageRequest,
): Promise<Page<CampaignCard>> {
  if (!permits(actor, "campaign.read-draft")) throw notFound();
  return listPage(deps, `campaigns:${states.join()}`, request, inArray(campaigns.state, [...states]));
}

/** One page of campaigns, the first to end first. */
export async function listPage(
  deps: Deps,
  list: string,
  { limit, cursor }: PageRequest,
  ...conditions: readonly (SQL | undefined)[]
): Promise<Page<CampaignCard>> {
  const [deadline, id] = decodeCursor(deps.cipher, list, cursor) ?? [];
  const after =
    deadline === undefined || id === undefined
      ? undefined
      : sql`(${campaigns.deadlineAt}, ${campaigns.id}) > (${deadline}::timestamptz, ${id}::uuid)`;
  const rows = await selectCampaigns(deps.db, and(eq(campaigns.fundId, deps.fundId), after, ...conditions), limit + 1);
  const page = toPage(deps.cipher, list, rows, limit, (row) => [row.deadlineAt.toISOString(), row.id]);
  return { ...page, items: await withProgress(deps, page.items) };
}

async function selectCampaigns(reader: Reader, where: SQL | undefined, limit: number): Promise<readonly CampaignRow[]> {
  const rows = await reader
    .select({ campaign: campaigns, organisationId: projects.organisationId })
    .from(campaigns)
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .where(where)
    .orderBy(asc(campaigns.deadlineAt), asc(campaigns.id))
    .limit(limit);
  return rows.map(({ campaign, organisationId }) => ({
    ...campaign,
    state: asCampaignState(campaign.state),
    organisationId,
  }));
}

async function withProgress(deps: Deps, rows: readonly CampaignRow[]): Promise<readonly CampaignCard[]> {
  const progress = await progressOf(
    deps.db,
    deps.fundId,
    rows.map((row) => row.id),
  );
  return rows.flatMap((row) => {
    const own = progress.get(row.id);
    return own === undefined ? [] : [{ ...row, progress: own }];
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Everything a campaign's page shows. By id or address; 404 while it is nobody's business but the holder's and ours. */
export async function readCampaign(deps: Deps, actor: Actor, idOrSlug: string) {
  const named = UUID.test(idOrSlug) ? eq(campaigns.id, idOrSlug) : eq(campaigns.slug, idOrSlug);
  const [campaign] = await selectCampaigns(deps.db, and(eq(campaigns.fundId, deps.fundId), named), 1);
  if (campaign === undefined) throw notFound();
  const isPublic = campaign.openedAt !== null || wasOpened(campaign.state);
  if (!isPublic && !permits(actor, "campaign.read-draft", campaign.organisationId)) throw notFound();
  const { fundId, id } = campaign;
  const project = await findProject(deps.db, fundId, campaign.projectId);
  const organisation = await findOrganisation(deps.db, campaign.organisationId);
  if (project === undefined || organisation === undefined)
    throw new InvariantViolation(`campaign ${id} without project or organisation`);
  return {
    ...campaign,
    project,
    organisation,
    progress: await progressOfOne(deps.db, fundId, id),
    rewards: await rewardsOf(deps.db, fundId, id),
    needs: await needsOf(deps.db, fundId, id),
    changes: await changesOf(deps.db, fundId, id),
  };
}

export type CampaignDetail = Awaited<ReturnType<typeof readCampaign>>;

/** A campaign's rewards, smallest first; `left` is null where there is no limit. */
export async function rewardsOf(reader: Reader, fundId: string, campaignId: string) {
  return await reader
    .select({
      id: rewards.id,
      title: rewards.title,
      thresholdCents: rewards.thresholdCents,
      fairValueCents: rewards.fairValueCents,
      stock: rewards.stock,
      left: sql<number | null>`${rewards.stock} - ${rewards.taken}`,
    })
    .from(rewards)
    .where(and(eq(rewards.fundId, fundId), eq(rewards.campaignId, campaignId)))
    .orderBy(asc(rewards.thresholdCents), asc(rewards.id));
}

/** A campaign for the form that changes it. @throws AppError 404 to strangers, 403 to who may only read it (X1). */
export async function readCampaignToEdit(deps: Deps, actor: Actor, campaignId: string) {
  const campaign = await readCampaign(deps, actor, campaignId);
  if (!permits(actor, "campaign.read-draft", campaign.organisationId)) throw notFound();
  if (!permits(actor, "campaign.edit", campaign.organisationId)) throw forbidden();
  return campaign;
}

/** What case officers wrote on a campaign, newest first; for its holder and the fund's staff. */
export async function readReviews(deps: Deps, actor: Actor, campaign: { readonly id: string; organisationId: string }) {
  if (!permits(actor, "campaign.read-draft", campaign.organisationId)) throw notFound();
  return await deps.db
    .select({
      id: campaignReviews.id,
      outcome: campaignReviews.outcome,
      message: campaignReviews.message,
      createdAt: campaignReviews.createdAt,
      checks: sql<
        readonly ReviewCheck[]
      >`coalesce((select jsonb_agg(jsonb_build_object('rule', k.rule, 'outcome', k.outcome,
        'note', k.note) order by array_position(${sql.raw(`array['${REVIEW_RULES.join("','")}']`)}, k.rule))
        from campaign_review_checks k
        where k.fund_id = ${campaignReviews.fundId} and k.review_id = ${campaignReviews.id}), '[]')`,
    })
    .from(campaignReviews)
    .where(and(eq(campaignReviews.fundId, deps.fundId), eq(campaignReviews.campaignId, campaign.id)))
    .orderBy(desc(campaignReviews.createdAt), desc(campaignReviews.id));
}

export type Review = Awaited<ReturnType<typeof readReviews>>[number];
