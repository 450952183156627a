import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { pledges, settlements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { chargePledge } from "./charge-pledge.ts";

/** Small enough that a batch is a matter of seconds, and that a killed worker's batch is soon taken up again. */
const BATCH = 50;
/** At 20 charges a second an answer may take 300 ms, and the pace is kept. */
const AT_ONCE = 6;

/**
 * Charges the pledges of a campaign in settlement that are due, first charges and retries alike (P4), a batch in the
 * order of their ids; then asks for the next batch, or for the decision. Each pledge says in the database how far it
 * got, so that a run may be killed, repeated or raced anywhere.
 */
export async function chargeCampaign(
  deps: Deps,
  actor: Actor,
  { campaignId, after }: { readonly campaignId: string; readonly after?: string | undefined },
): Promise<void> {
  const due = await deps.db
    .select({ id: pledges.id })
    .from(pledges)
    .where(
      and(
        eq(pledges.fundId, deps.fundId),
        eq(pledges.campaignId, campaignId),
        isNull(pledges.heldReason),
        after === undefined ? undefined : gt(pledges.id, after),
        or(
          eq(pledges.state, "authorised"),
          and(eq(pledges.state, "charging"), sql`${pledges.nextChargeAt} <= fund_now()`),
        ),
      ),
    )
    .orderBy(asc(pledges.id))
    .limit(BATCH);
  await markProgress(deps, campaignId);
  await forEachLogged(deps, "charge-pledge", due, ({ id }) => chargePledge(deps, actor, id, false), AT_ONCE);
  const last = due.at(-1);
  await inTransaction(deps.db, (tx) =>
    last === undefined || due.length < BATCH
      ? enqueue(tx, "settle-campaign", { campaignId })
      : enqueue(tx, "charge-campaign", { campaignId, after: last.id }),
  );
}

/** Tells the sweep that somebody is at it. */
const markProgress = (deps: Deps, campaignId: string) =>
  inTransaction(deps.db, (tx) =>
    tx
      .update(settlements)
      .set({ chargedAt: sql`fund_now()` })
      .where(and(eq(settlements.fundId, deps.fundId), eq(settlements.campaignId, campaignId))),
  );
