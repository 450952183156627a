import { and, desc, eq, inArray, max } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { campaignChanges } from "../db/schema/campaigns.ts";
import type { pledges } from "../db/schema/pledges.ts";
import type { CampaignMode } from "../domain/campaign.ts";
import { mayLeave } from "../domain/campaign-change.ts";

const SHOWN = {
  id: campaignChanges.id,
  oldGoalCents: campaignChanges.oldGoalCents,
  newGoalCents: campaignChanges.newGoalCents,
  oldDeadlineAt: campaignChanges.oldDeadlineAt,
  newDeadlineAt: campaignChanges.newDeadlineAt,
  reason: campaignChanges.reason,
  changedAt: campaignChanges.changedAt,
  leaveUntil: campaignChanges.leaveUntil,
};

/** The changes of a campaign since it opened, newest first: everybody reads them (P10). */
export const changesOf = (reader: Reader, fundId: string, campaignId: string) =>
  reader
    .select(SHOWN)
    .from(campaignChanges)
    .where(and(eq(campaignChanges.fundId, fundId), eq(campaignChanges.campaignId, campaignId)))
    .orderBy(desc(campaignChanges.changedAt), desc(campaignChanges.id));

export type CampaignChange = Awaited<ReturnType<typeof changesOf>>[number];

export async function findChange(reader: Reader, fundId: string, changeId: string) {
  const [change] = await reader
    .select({ ...SHOWN, campaignId: campaignChanges.campaignId })
    .from(campaignChanges)
    .where(and(eq(campaignChanges.fundId, fundId), eq(campaignChanges.id, changeId)));
  return change;
}

/** The change for which a captured gift goes back on its donor's word alone now, or undefined (P10). */
export async function wayOutOf(reader: Reader, pledge: typeof pledges.$inferSelect) {
  const changes = pledge.state === "captured" ? await changesOf(reader, pledge.fundId, pledge.campaignId) : [];
  if (changes.length === 0) return undefined;
  const now = await fundNow(reader);
  const gift = { mode: pledge.mode as CampaignMode, recordedAt: pledge.createdAt };
  return changes.find((change) => mayLeave(gift, change, now));
}

/** When goal or last day of each of these campaigns last changed; those that never changed are left out. */
export async function lastChanges(
  reader: Reader,
  fundId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await reader
    .select({ campaignId: campaignChanges.campaignId, changedAt: max(campaignChanges.changedAt) })
    .from(campaignChanges)
    .where(and(eq(campaignChanges.fundId, fundId), inArray(campaignChanges.campaignId, [...campaignIds])))
    .groupBy(campaignChanges.campaignId);
  return new Map(rows.flatMap(({ campaignId, changedAt }) => (changedAt === null ? [] : [[campaignId, changedAt]])));
}
