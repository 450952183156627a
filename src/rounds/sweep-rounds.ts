import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { closeRound } from "./close-round.ts";

/** Tries to share every round that is over and has no result yet, whatever became of earlier tries (M15). */
export async function sweepRounds(deps: Deps, actor: Actor): Promise<void> {
  const over = await deps.db.execute<{ id: string }>(sql`
    select r.id from matching_rules r
    where r.fund_id = ${deps.fundId} and r.kind in ('pro_rata', 'quadratic') and r.ends_at <= fund_now()
      and r.version = (select max(v.version) from matching_rules v where v.fund_id = r.fund_id and v.id = r.id)
      and not exists (select from round_results x where x.fund_id = r.fund_id and x.rule_id = r.id)
    order by r.ends_at, r.id`);
  await forEachLogged(deps, "close-round", [...over], ({ id }) => closeRound(deps, actor, id));
}
