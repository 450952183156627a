import { findCampaign, requireAction } from "../campaigns/named-campaign.ts";
import type { Reader } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Cents, cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import { lockPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { openRequest } from "./lock-request.ts";
import { requestState } from "./messages.ts";
import { checkPossible } from "./propose-refund.ts";
import { leftOf } from "./return-facts.ts";
import { writeRequest } from "./write-request.ts";

export type AskedByHolder = {
  readonly pledgeId: string;
  /** Of the gift to the project, the only part the holder knows of. Left out: all that is left of it. */
  readonly giftCents?: Cents | undefined;
  readonly reason: string;
};

/**
 * An owner of the holder's organisation asks that a gift to its campaign go back; a member of staff answers. The same
 * request sent twice is one. Answers the request's id.
 */
export async function askAsHolder(deps: Deps, actor: Actor, asked: AskedByHolder): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, asked.pledgeId);
    if (pledge === undefined) throw notFound();
    await requireHolder(tx, actor, pledge);
    const open = await openRequest(tx, pledge);
    const giftCents = asked.giftCents ?? leftOf(pledge).giftCents;
    const isSame = open?.state === "asked" && open.giftCents === giftCents && open.reason === asked.reason;
    if (isSame && open.askedBy === "holder") return open.id;
    if (open !== undefined) throw requestState();
    const parts = { giftCents, tipCents: cents(0n) };
    checkPossible(pledge, parts);
    return writeRequest(tx, actor, pledge, { askedBy: "holder", parts, reason: asked.reason });
  });
}

/** @throws AppError 404 to strangers, 403 to who may only see the campaign's gifts (X1). */
export async function requireHolder(reader: Reader, actor: Actor, pledge: PledgeRow) {
  const campaign = await findCampaign(reader, pledge.fundId, pledge.campaignId);
  requireAction(actor, "refund.ask", campaign);
  return campaign;
}
