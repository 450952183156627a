import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign } from "../campaigns/named-campaign.ts";
import type { Reader } from "../db/client.ts";
import { campaignNewsChoices } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import type { Cipher } from "../security/cipher.ts";
import { pledgeOfLink } from "./news-link.ts";

/** An address as these tables know it: without the address. */
export const recipientOf = (cipher: Cipher, email: string): string => cipher.fingerprint(email.toLowerCase());

export async function wantsNews(reader: Reader, fundId: string, campaignId: string, recipient: string) {
  const [choice] = await reader
    .select({ wanted: campaignNewsChoices.wanted })
    .from(campaignNewsChoices)
    .where(
      and(
        eq(campaignNewsChoices.fundId, fundId),
        eq(campaignNewsChoices.campaignId, campaignId),
        eq(campaignNewsChoices.recipient, recipient),
      ),
    );
  return choice?.wanted ?? true;
}

/** What a letter's link is about, and what its reader chose so far; 404 for a link we never made. */
export async function readNewsLink({ db, fundId, cipher }: Deps, token: string) {
  const pledgeId = pledgeOfLink(cipher, token);
  const pledge = pledgeId === undefined ? undefined : await findPledge(db, fundId, pledgeId);
  if (pledge === undefined) throw notFound();
  const recipient = recipientOf(cipher, pledge.email);
  const campaign = await findCampaign(db, fundId, pledge.campaignId);
  return { campaign, pledgeId: pledge.id, recipient, wanted: await wantsNews(db, fundId, campaign.id, recipient) };
}

/** A donor takes the news of a campaign, or no longer: for their address, whichever of their gifts the link is of. */
export async function chooseNews(deps: Deps, actor: Actor, token: string, wanted: boolean): Promise<void> {
  const { campaign, pledgeId, recipient } = await readNewsLink(deps, token);
  await inTransaction(deps.db, async (tx) => {
    const chosen = { wanted, chosenAt: sql`fund_now()` };
    await tx
      .insert(campaignNewsChoices)
      .values({ fundId: deps.fundId, campaignId: campaign.id, recipient, ...chosen })
      .onConflictDoUpdate({
        target: [campaignNewsChoices.fundId, campaignNewsChoices.campaignId, campaignNewsChoices.recipient],
        set: chosen,
      });
    await recordAudit(tx, actor, { action: "news.choose", subject: ["pledge", pledgeId], change: { wanted } });
  });
}
