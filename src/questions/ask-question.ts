import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign } from "../campaigns/named-campaign.ts";
import { campaignQuestions } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { isUnderWay } from "../domain/campaign.ts";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { tellMembers } from "../organisations/tell-members.ts";
import type { QuestionInput } from "./forms.ts";
import { campaignTakesNone, questionsWaiting } from "./messages.ts";

/** Without an answer, one address asks no more than this of a campaign. */
const MOST_OPEN = 3;

/** Anybody asks about a public campaign; its holder is told. Answers the question's id. */
export async function askQuestion(
  deps: Deps,
  actor: Actor,
  asked: QuestionInput & { readonly campaignId: string; readonly language: Language },
): Promise<string> {
  const id = uuidv7();
  await inTransaction(deps.db, async (tx) => {
    const campaign = await findCampaign(tx, deps.fundId, asked.campaignId);
    if (!campaign.isPublic) throw notFound();
    if (!isUnderWay(campaign.state)) throw campaignTakesNone();
    const open = await tx.$count(
      campaignQuestions,
      and(
        eq(campaignQuestions.fundId, deps.fundId),
        eq(campaignQuestions.campaignId, asked.campaignId),
        sql`lower(${campaignQuestions.email}) = lower(${asked.email})`,
        isNull(campaignQuestions.answeredAt),
        isNull(campaignQuestions.refusedAt),
      ),
    );
    if (open >= MOST_OPEN) throw questionsWaiting();
    await tx.insert(campaignQuestions).values({ fundId: deps.fundId, id, ...asked, createdAt: sql`fund_now()` });
    await tellMembers(tx, campaign.organisationId, "question-asked", id);
    await recordAudit(tx, actor, { action: "question.ask", subject: ["question", id] });
  });
  return id;
}
