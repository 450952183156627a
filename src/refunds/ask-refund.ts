import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { refundRequests } from "../db/schema/undoing.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Cents } from "../domain/money.ts";
import { refundObstacle } from "../domain/refund.ts";
import { notFound } from "../errors.ts";
import { isDonorOf } from "../pledges/cancel-pledge.ts";
import { lockPledge } from "../pledges/lock-pledge.ts";
import { openRequest } from "./lock-request.ts";
import { notCaptured, refundNotPossible, requestState } from "./messages.ts";
import { leftOf } from "./return-facts.ts";

export type AskedRefund = {
  readonly pledgeId: string;
  /** The secret of the gift's link. */
  readonly token: string | undefined;
  /** Left out: all that is left of it. */
  readonly giftCents?: Cents | undefined;
  readonly tipCents?: Cents | undefined;
  readonly reason: string;
};

/** The donor asks for a refund; a member of staff answers. One open request a gift. Answers the request's id. */
export async function askRefund(deps: Deps, actor: Actor, asked: AskedRefund): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, asked.pledgeId);
    if (pledge === undefined || !isDonorOf(deps, actor, pledge, asked.token)) throw notFound();
    if (pledge.state !== "captured") throw notCaptured();
    if ((await openRequest(tx, pledge)) !== undefined) throw requestState();
    const left = leftOf(pledge);
    const parts = { giftCents: asked.giftCents ?? left.giftCents, tipCents: asked.tipCents ?? left.tipCents };
    const obstacle = refundObstacle(left, parts, pledge.disputedCents > 0n);
    if (obstacle !== undefined) throw refundNotPossible(obstacle);
    const id = uuidv7();
    await tx.insert(refundRequests).values({
      fundId: deps.fundId,
      id,
      pledgeId: pledge.id,
      state: "asked",
      ...parts,
      reason: asked.reason,
      createdAt: sql`fund_now()`,
    });
    await recordAudit(tx, actor, {
      action: "refund.ask",
      subject: ["pledge", pledge.id],
      change: { requestId: id, giftCents: Number(parts.giftCents), tipCents: Number(parts.tipCents) },
      reason: asked.reason,
    });
    return id;
  });
}
