import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { pledges } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { expireCheckout } from "./expire-checkout.ts";

const MOST_A_SWEEP = 200;

/** Ends drafts whose checkout should have ended by now, also when no webhook told (M5, S3). */
export async function sweepCheckouts(deps: Deps, actor: Actor): Promise<void> {
  const due = await deps.db
    .select({ pledgeId: pledges.id })
    .from(pledges)
    .where(
      and(
        eq(pledges.fundId, deps.fundId),
        eq(pledges.state, "draft"),
        isNull(pledges.heldReason),
        sql`${pledges.checkoutExpiresAt} <= fund_now()`,
      ),
    )
    .orderBy(asc(pledges.checkoutExpiresAt))
    .limit(MOST_A_SWEEP);
  await forEachLogged(deps, "expire-checkout", due, ({ pledgeId }) => expireCheckout(deps, actor, pledgeId));
}
