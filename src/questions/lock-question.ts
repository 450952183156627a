import { and, eq } from "drizzle-orm";
import { findCampaign } from "../campaigns/named-campaign.ts";
import type { Transaction } from "../db/client.ts";
import { campaignQuestions } from "../db/schema/campaign-life.ts";
import { notFound } from "../errors.ts";

export type QuestionOf = { readonly campaignId: string; readonly questionId: string };

/** A question of this campaign, held until commit: an answer and a refusal come one after the other. */
export async function lockQuestion(tx: Transaction, fundId: string, { campaignId, questionId }: QuestionOf) {
  const campaign = await findCampaign(tx, fundId, campaignId);
  const which = and(eq(campaignQuestions.fundId, fundId), eq(campaignQuestions.id, questionId));
  const [question] = await tx.select().from(campaignQuestions).where(which).for("update");
  if (question?.campaignId !== campaignId) throw notFound();
  return { campaign, question, which };
}
