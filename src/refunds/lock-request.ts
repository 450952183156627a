import { and, eq, inArray } from "drizzle-orm";
import { findCampaign } from "../campaigns/named-campaign.ts";
import type { Transaction } from "../db/client.ts";
import { refundRequests } from "../db/schema/undoing.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import type { GiftParts } from "../domain/refund.ts";
import { notFound } from "../errors.ts";
import { lockPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { ownGift, ownRequest } from "./messages.ts";

export type RequestRow = typeof refundRequests.$inferSelect;

type LockedRequest = { readonly request: RequestRow | undefined; readonly pledge: PledgeRow };

/** The request with its pledge, held in the order of the house: the pledge first. */
export async function lockRequest(
  tx: Transaction,
  fundId: string,
  requestId: string,
): Promise<{ readonly request: RequestRow; readonly pledge: PledgeRow }> {
  const isRequest = and(eq(refundRequests.fundId, fundId), eq(refundRequests.id, requestId));
  const [about] = await tx.select({ pledgeId: refundRequests.pledgeId }).from(refundRequests).where(isRequest);
  if (about === undefined) throw notFound();
  const pledge = await lockPledge(tx, fundId, about.pledgeId);
  const [request] = await tx.select().from(refundRequests).where(isRequest).for("no key update");
  if (request === undefined || pledge === undefined) throw notFound();
  return { request, pledge };
}

/** The request about a locked pledge that waits for an answer, if there is one. */
export async function openRequest(tx: Transaction, pledge: PledgeRow): Promise<RequestRow | undefined> {
  const [request] = await tx
    .select()
    .from(refundRequests)
    .where(
      and(
        eq(refundRequests.fundId, pledge.fundId),
        eq(refundRequests.pledgeId, pledge.id),
        inArray(refundRequests.state, ["asked", "proposed"]),
      ),
    )
    .for("no key update");
  return request;
}

export const partsOf = (request: RequestRow): GiftParts => ({
  giftCents: cents(request.giftCents),
  tipCents: cents(request.tipCents),
});

/** Nobody decides that the fund gives money back to them. */
function refuseOwnGift(actor: Actor, pledge: PledgeRow): void {
  if (actor.kind !== "user") return;
  if (pledge.userId === actor.userId || pledge.email.toLowerCase() === actor.email.toLowerCase()) throw ownGift();
}

/** Nor that a gift goes back because their own organisation asked. */
export async function refuseOwnSide(tx: Transaction, actor: Actor, { request, pledge }: LockedRequest): Promise<void> {
  refuseOwnGift(actor, pledge);
  if (request?.askedBy !== "holder" || actor.kind !== "user") return;
  const { organisationId } = await findCampaign(tx, pledge.fundId, pledge.campaignId);
  if (actor.memberships.some((one) => one.organisationId === organisationId)) throw ownRequest();
}
