import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { refundRequests } from "../db/schema/undoing.ts";
import type { Actor } from "../domain/actor.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";
import { openRequest } from "./lock-request.ts";

/** A gift that goes back by another way leaves nothing to decide: its open request ends, and staff see it no more. */
export async function withdrawRequest(tx: Transaction, actor: Actor, pledge: PledgeRow, why: string): Promise<void> {
  const request = await openRequest(tx, pledge);
  if (request === undefined) return;
  await tx
    .update(refundRequests)
    .set({ state: "withdrawn", decidedAt: sql`fund_now()` })
    .where(and(eq(refundRequests.fundId, pledge.fundId), eq(refundRequests.id, request.id)));
  await recordAudit(tx, actor, {
    action: "refund.withdraw",
    subject: ["pledge", pledge.id],
    change: { requestId: request.id },
    reason: why,
  });
}
