import { and, eq, type SQL } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { organisations } from "../db/schema/organisations.ts";
import { projects } from "../db/schema/projects.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type CampaignState, wasOpened } from "../domain/campaign.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { asCampaignState } from "./states.ts";

/** A campaign as the pages around it name it. */
export type NamedCampaign = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly state: CampaignState;
  /** Donors have seen it. */
  readonly isPublic: boolean;
  readonly organisationId: string;
  readonly organisationName: string;
};

async function find(reader: Reader, fundId: string, which: SQL): Promise<NamedCampaign> {
  const [row] = await reader
    .select({
      id: campaigns.id,
      slug: campaigns.slug,
      title: campaigns.title,
      state: campaigns.state,
      openedAt: campaigns.openedAt,
      organisationId: organisations.id,
      organisationName: organisations.name,
    })
    .from(campaigns)
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .innerJoin(organisations, eq(organisations.id, projects.organisationId))
    .where(and(eq(campaigns.fundId, fundId), which));
  if (row === undefined) throw notFound();
  const { openedAt, ...named } = row;
  const state = asCampaignState(row.state);
  return { ...named, state, isPublic: openedAt !== null || wasOpened(state) };
}

export const findCampaign = (reader: Reader, fundId: string, campaignId: string): Promise<NamedCampaign> =>
  find(reader, fundId, eq(campaigns.id, campaignId));

/** By the end of its address; 404 until donors may see it. */
export async function findPublicCampaign({ db, fundId }: Deps, slug: string): Promise<NamedCampaign> {
  const campaign = await find(db, fundId, eq(campaigns.slug, slug));
  if (!campaign.isPublic) throw notFound();
  return campaign;
}

/** For a page of its holder's. @throws AppError 404 to strangers, 403 to who may see the campaign only (X1). */
export async function findHeldCampaign(deps: Deps, actor: Actor, campaignId: string, action: Action) {
  const campaign = await findCampaign(deps.db, deps.fundId, campaignId);
  requireAction(actor, action, campaign);
  return campaign;
}

export function requireAction(actor: Actor, action: Action, { organisationId }: NamedCampaign): void {
  if (permits(actor, action, organisationId)) return;
  throw permits(actor, "campaign.read-draft", organisationId) ? forbidden() : notFound();
}
