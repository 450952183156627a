import { wayOutOf } from "../campaigns/change-queries.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { refundObstacle } from "../domain/refund.ts";
import { notFound } from "../errors.ts";
import { isDonorOf } from "../pledges/cancel-pledge.ts";
import { lockPledge } from "../pledges/lock-pledge.ts";
import { notCaptured, noWayOut, refundNotPossible } from "./messages.ts";
import { oweRefund } from "./owe-refund.ts";
import { leftOf } from "./return-facts.ts";

/**
 * P10: a donor leaves a campaign whose goal or last day changed after the gift: all that is left of it goes back at
 * once, tip included, and no member of staff decides. The gift's row is held, so that it goes back once. Answers the
 * refund.
 */
export async function leaveCampaign(
  deps: Deps,
  actor: Actor,
  input: { readonly pledgeId: string; readonly token: string | undefined },
): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, input.pledgeId);
    if (pledge === undefined || !isDonorOf(deps, actor, pledge, input.token)) throw notFound();
    if (pledge.state !== "captured") throw notCaptured();
    if ((await wayOutOf(tx, pledge)) === undefined) throw noWayOut();
    const parts = leftOf(pledge);
    const obstacle = refundObstacle(parts, parts, pledge.disputedCents > 0n);
    if (obstacle !== undefined) throw refundNotPossible(obstacle);
    return oweRefund(tx, deps, actor, pledge, { parts, reason: "campaign_changed" });
  });
}
