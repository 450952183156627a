import { and, eq } from "drizzle-orm";
import type { Reader, Transaction } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { projects } from "../db/schema/projects.ts";
import { notFound } from "../errors.ts";
import { asCampaignState } from "./states.ts";

/** Who owns a campaign: its project and organisation, which never change. Throws 404. */
export async function ownerOf(reader: Reader, fundId: string, campaignId: string) {
  const [owner] = await reader
    .select({ projectId: projects.id, organisationId: projects.organisationId })
    .from(campaigns)
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  if (owner === undefined) throw notFound();
  return owner;
}

/** Locks a campaign's row until commit: whoever comes second sees the state the first one left. */
export async function lockCampaign(tx: Transaction, fundId: string, campaignId: string) {
  const owner = await ownerOf(tx, fundId, campaignId);
  const [campaign] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)))
    .for("no key update");
  if (campaign === undefined) throw notFound();
  return { ...campaign, state: asCampaignState(campaign.state), organisationId: owner.organisationId };
}

export type LockedCampaign = Awaited<ReturnType<typeof lockCampaign>>;
