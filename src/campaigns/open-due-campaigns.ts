import { and, asc, eq, lte, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueue } from "../jobs/outbox.ts";

const AT_ONCE = 100;

/**
 * Opens scheduled campaigns whose first day has come and sends live ones whose deadline has passed to settlement,
 * by the database's clock (P3, P4). Sweeps may overlap: each skips what another holds, and settlement starts once.
 */
export async function openDueCampaigns(
  deps: Deps,
  actor: Actor,
): Promise<{ readonly opened: number; readonly due: number }> {
  const opened = await untilFewer(() => openSome(deps, actor));
  return { opened, due: await sendDueToSettlement(deps) };
}

async function untilFewer(batch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await batch();
    total += done;
    if (done < AT_ONCE) return total;
  }
}

const openSome = (deps: Deps, actor: Actor): Promise<number> =>
  inTransaction(deps.db, async (tx) => {
    const due = await tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(
        and(
          eq(campaigns.fundId, deps.fundId),
          eq(campaigns.state, "scheduled"),
          lte(campaigns.startsAt, sql`fund_now()`),
        ),
      )
      .orderBy(asc(campaigns.startsAt), asc(campaigns.id))
      .limit(AT_ONCE)
      .for("no key update", { skipLocked: true });
    for (const { id } of due) {
      await tx
        .update(campaigns)
        .set({ state: "live", openedAt: sql`fund_now()` })
        .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, id)));
      await recordAudit(tx, actor, {
        action: "campaign.open",
        subject: ["campaign", id],
        change: { from: "scheduled", to: "live" },
      });
    }
    return due.length;
  });

const sendDueToSettlement = (deps: Deps): Promise<number> =>
  inTransaction(deps.db, async (tx) => {
    const due = await tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(
        and(eq(campaigns.fundId, deps.fundId), eq(campaigns.state, "live"), lte(campaigns.deadlineAt, sql`fund_now()`)),
      )
      .orderBy(asc(campaigns.deadlineAt), asc(campaigns.id))
      .for("no key update", { skipLocked: true });
    for (const { id } of due) await enqueue(tx, "settle-campaign", { campaignId: id });
    return due.length;
  });
