import { and, eq, inArray, ne } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { pledges } from "../db/schema/pledges.ts";
import { OPEN_STATES } from "../domain/pledge.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { PledgeRow } from "./lock-pledge.ts";

/**
 * Asks for the decision once a pledge was the last that might still be charged (P5). Of two that end at the same
 * instant neither may be: the sweep asks in any case.
 */
export async function settleWhenLast(tx: Transaction, pledge: PledgeRow): Promise<void> {
  const [open] = await tx
    .select({ id: pledges.id })
    .from(pledges)
    .where(
      and(
        eq(pledges.fundId, pledge.fundId),
        eq(pledges.campaignId, pledge.campaignId),
        inArray(pledges.state, [...OPEN_STATES]),
        ne(pledges.id, pledge.id),
      ),
    )
    .limit(1);
  if (open === undefined) await enqueue(tx, "settle-campaign", { campaignId: pledge.campaignId });
}
