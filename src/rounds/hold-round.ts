import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { campaigns, grants } from "../db/schema/index.ts";
import { lockPots } from "../matching/move-matches.ts";
import { readRuleBook } from "../matching/rule-book.ts";
import { findRound, type Round } from "./find-round.ts";
import { listCampaigns } from "./read-room.ts";

/**
 * Holds everything a round's shares depend on until the transaction ends: its campaigns alone (so no gift of theirs is
 * captured or given back meanwhile), the rule book, their grants, the pot. Undefined where there is no such round, or
 * a gift to one more campaign came in between: the next run sees it.
 */
export async function holdRound(tx: Transaction, fundId: string, ruleId: string): Promise<Round | undefined> {
  const campaignIds = await listCampaigns(tx, fundId, ruleId);
  if (campaignIds.length > 0)
    await tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(and(eq(campaigns.fundId, fundId), inArray(campaigns.id, [...campaignIds])))
      .orderBy(asc(campaigns.id))
      .for("no key update");
  await readRuleBook(tx, fundId);
  const round = await findRound(tx, fundId, ruleId);
  if (round === undefined || (await listCampaigns(tx, fundId, ruleId)).length > campaignIds.length) return undefined;
  if (campaignIds.length > 0)
    await tx
      .select({ id: grants.id })
      .from(grants)
      .where(and(eq(grants.fundId, fundId), inArray(grants.campaignId, [...campaignIds])))
      .orderBy(asc(grants.id))
      .for("no key update");
  await lockPots(tx, fundId, [round.rule.potId]);
  // Read again with the pot held: whoever shared the round just before has left its result by now.
  return findRound(tx, fundId, ruleId);
}
