import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundClock } from "../db/schema/fund.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { sandboxControls } from "./stripe/client.ts";

/**
 * Moves the fund's clock ahead, and the Stripe sandbox's with it. The table refuses it where real payments are
 * configured. The sandbox goes first: a crash in between leaves a deadline ahead, never one skipped.
 */
export async function moveClock(deps: Deps, actor: Actor, sandboxUrl: string, seconds: number): Promise<void> {
  if (!permits(actor, "sandbox.move-clock")) throw notFound();
  await sandboxControls(sandboxUrl).advanceClock(seconds);
  await inTransaction(deps.db, async (tx) => {
    await tx.update(fundClock).set({ ahead: sql`${fundClock.ahead} + make_interval(secs => ${seconds})` });
    await recordAudit(tx, actor, {
      action: "sandbox.clock-moved",
      subject: ["fund", deps.fundId],
      change: { seconds },
    });
  });
}
