import { and, desc, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Reader, Transaction } from "../db/client.ts";
import { campaignSubmissions } from "../db/schema/campaign-life.ts";
import { type SubmittedContent, submittedContent } from "./submitted-content.ts";

/** Keeps what is handed in, so that a later review shows what changed since. */
export async function keepSubmission(tx: Transaction, fundId: string, campaignId: string, content: SubmittedContent) {
  const row = { fundId, id: uuidv7(), campaignId, content, submittedAt: sql`fund_now()` };
  await tx.insert(campaignSubmissions).values(row);
}

/** What the fund read when it last judged a campaign; undefined where it never did. */
export async function lastJudged(
  reader: Reader,
  fundId: string,
  campaignId: string,
): Promise<SubmittedContent | undefined> {
  const [row] = await reader
    .select({ content: campaignSubmissions.content })
    .from(campaignSubmissions)
    .where(
      and(
        eq(campaignSubmissions.fundId, fundId),
        eq(campaignSubmissions.campaignId, campaignId),
        sql`${campaignSubmissions.submittedAt} <= (select max(r.created_at) from campaign_reviews r
          where r.fund_id = ${fundId} and r.campaign_id = ${campaignId})`,
      ),
    )
    .orderBy(desc(campaignSubmissions.submittedAt), desc(campaignSubmissions.id))
    .limit(1);
  return row === undefined ? undefined : submittedContent.parse(row.content);
}
