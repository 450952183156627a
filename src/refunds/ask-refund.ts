import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import { isDonorOf } from "../pledges/cancel-pledge.ts";
import { lockPledge } from "../pledges/lock-pledge.ts";
import { openRequest } from "./lock-request.ts";
import { notCaptured, requestState } from "./messages.ts";
import { checkPossible } from "./propose-refund.ts";
import { leftOf } from "./return-facts.ts";
import { withdrawRequest } from "./withdraw-request.ts";
import { writeRequest } from "./write-request.ts";

export type AskedRefund = {
  readonly pledgeId: string;
  /** The secret of the gift's link. */
  readonly token: string | undefined;
  /** Left out: all that is left of it. */
  readonly giftCents?: Cents | undefined;
  readonly tipCents?: Cents | undefined;
  readonly reason: string;
};

/**
 * The donor asks for a refund; a member of staff answers. One open request a gift: the donor's own comes before one of
 * the holder's, of which they know nothing. Answers the request's id.
 */
export async function askRefund(deps: Deps, actor: Actor, asked: AskedRefund): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, asked.pledgeId);
    if (pledge === undefined || !isDonorOf(deps, actor, pledge, asked.token)) throw notFound();
    if (pledge.state !== "captured") throw notCaptured();
    const open = await openRequest(tx, pledge);
    if (open !== undefined && open.askedBy !== "holder") throw requestState();
    const left = leftOf(pledge);
    const parts = { giftCents: asked.giftCents ?? left.giftCents, tipCents: asked.tipCents ?? left.tipCents };
    checkPossible(pledge, parts);
    if (open !== undefined) await withdrawRequest(tx, actor, pledge, "donor_request");
    return writeRequest(tx, actor, pledge, { askedBy: "donor", parts, reason: asked.reason });
  });
}
