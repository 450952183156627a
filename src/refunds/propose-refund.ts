import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Reader } from "../db/client.ts";
import { refundRequests } from "../db/schema/undoing.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { type GiftParts, needsSecondPerson, refundObstacle } from "../domain/refund.ts";
import { forbidden, notFound } from "../errors.ts";
import { lockPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { safetyCents } from "../safety/read-safety.ts";
import { openRequest, type RequestRow, refuseOwnSide } from "./lock-request.ts";
import { notCaptured, refundNotPossible, requestState } from "./messages.ts";
import { oweRefund } from "./owe-refund.ts";
import { leftOf } from "./return-facts.ts";

export type ProposedRefund = { readonly pledgeId: string; readonly parts: GiftParts; readonly reason: string };
export type Proposal = {
  readonly requestId: string;
  /** `proposed`: above the fund's threshold, a second person must confirm it (F3). */
  readonly state: "accepted" | "proposed";
};

/** A member of staff gives a gift back, whole or in part: answering who asked, or of their own accord (F1, F3, M10). */
export async function proposeRefund(deps: Deps, actor: Actor, input: ProposedRefund): Promise<Proposal> {
  if (actor.kind !== "user" || !permits(actor, "pledge.read-any")) throw notFound();
  if (!permits(actor, "refund.propose")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, input.pledgeId);
    if (pledge === undefined) throw notFound();
    const asked = await openRequest(tx, pledge);
    await refuseOwnSide(tx, actor, { request: asked, pledge });
    checkPossible(pledge, input.parts);
    if (asked?.state === "proposed") throw requestState();
    const needsSecond = needsSecondPerson(input.parts, await threshold(tx, deps.fundId));
    const requestId = asked?.id ?? uuidv7();
    const proposal = {
      ...input.parts,
      proposedBy: actor.userId,
      proposedAt: sql`fund_now()`,
      needsSecondPerson: needsSecond,
    };
    const outcome = needsSecond
      ? { state: "proposed" as const }
      : {
          state: "accepted" as const,
          refundId: await oweRefund(tx, deps, actor, pledge, { parts: input.parts, reason: reasonOf(asked) }),
          decidedBy: actor.userId,
          decidedAt: sql`fund_now()`,
        };
    if (asked === undefined)
      await tx.insert(refundRequests).values({
        fundId: deps.fundId,
        id: requestId,
        pledgeId: pledge.id,
        askedBy: "staff",
        reason: input.reason,
        createdAt: sql`fund_now()`,
        ...proposal,
        ...outcome,
      });
    else
      await tx
        .update(refundRequests)
        .set({ ...proposal, ...outcome })
        .where(and(eq(refundRequests.fundId, deps.fundId), eq(refundRequests.id, asked.id)));
    await recordAudit(tx, actor, {
      action: needsSecond ? "refund.propose" : "refund.accept",
      subject: ["pledge", pledge.id],
      change: { requestId, giftCents: Number(input.parts.giftCents), tipCents: Number(input.parts.tipCents) },
      reason: input.reason,
    });
    return { requestId, state: outcome.state };
  });
}

export function checkPossible(pledge: PledgeRow, parts: GiftParts): void {
  if (pledge.state !== "captured") throw notCaptured();
  const obstacle = refundObstacle(leftOf(pledge), parts, pledge.disputedCents > 0n);
  if (obstacle !== undefined) throw refundNotPossible(obstacle);
}

const reasonOf = (asked: RequestRow | undefined) => (asked?.askedBy === "donor" ? "donor_request" : "staff_decision");

export const threshold = (reader: Reader, fundId: string): Promise<bigint> =>
  safetyCents(reader, fundId, "refund-second-person");
