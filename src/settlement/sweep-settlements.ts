import { and, eq, sql } from "drizzle-orm";
import { campaigns } from "../db/schema/campaigns.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { settleCampaign } from "./settle-campaign.ts";

/** Drives every campaign whose deadline passed from the database, whatever became of its jobs (P3, P4). */
export async function sweepSettlements(deps: Deps, actor: Actor): Promise<void> {
  const due = await deps.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.fundId, deps.fundId),
        sql`(${campaigns.state} = 'settling' or (${campaigns.state} = 'live' and ${campaigns.deadlineAt} <= fund_now()))`,
      ),
    );
  await forEachLogged(deps, "settle-campaign", due, ({ id }) => settleCampaign(deps, actor, id));
}
