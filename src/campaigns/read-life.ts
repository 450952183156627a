import type { Deps } from "../deps.ts";
import { listAnswered } from "../questions/queries.ts";
import { listUpdates } from "../updates/queries.ts";
import type { CampaignLife } from "./campaign-life.tsx";

/** On the campaign's own page: more would make it long, and all of it has a page of its own. */
const LATEST = 3;

export async function readLife(deps: Deps, campaignId: string): Promise<CampaignLife> {
  const asked = { campaignId, limit: LATEST };
  const updates = await listUpdates(deps, asked);
  const questions = await listAnswered(deps, asked);
  return {
    updates: updates.items,
    moreUpdates: updates.nextCursor !== null,
    questions: questions.items,
    moreQuestions: questions.nextCursor !== null,
  };
}
