import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { syncDispute } from "./sync-dispute.ts";

/** Taken at random, so that some that fail again and again never keep the others from their turn. */
const MOST_A_SWEEP = 20;

/**
 * Reads disputes that are not over again at Stripe. One that is lost moves no more money, so nothing but its event tells
 * of its end; where that never comes, its gift would stay frozen for ever (S3, F4).
 */
export async function sweepDisputes(deps: Deps, actor: Actor): Promise<void> {
  const open = await deps.db.execute<{ id: string }>(sql`
    select stripe_dispute_id as id from disputes where fund_id = ${deps.fundId} and state in ('inquiry', 'open')
    order by random() limit ${MOST_A_SWEEP}`);
  await forEachLogged(deps, "sync-dispute", open, ({ id }) => syncDispute(deps, actor, id));
}
