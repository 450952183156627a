import { eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { fundCalls, matchingPots } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { readCall } from "./call-queries.ts";
import { callStandings, isCall } from "./call-standings.ts";
import { callNotOpen } from "./messages.ts";

/** Takes back what a call still asks for; its number stays its own. */
export async function cancelCall(
  deps: Deps,
  actor: Actor,
  { callId, reason }: { readonly callId: string; readonly reason: string },
): Promise<void> {
  await readCall(deps, actor, callId);
  if (!permits(actor, "call.issue")) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    const [call] = await tx.select().from(fundCalls).where(isCall(deps.fundId, callId)).for("no key update");
    if (call === undefined) throw notFound();
    if (call.cancelledAt !== null) return;
    await tx
      .select({ id: matchingPots.id })
      .from(matchingPots)
      .where(eq(matchingPots.id, call.potId))
      .for("no key update");
    const standing = (await callStandings(tx, deps.fundId, call.potId)).get(callId);
    if (standing === undefined || standing.openCents === 0n) throw callNotOpen();
    await tx
      .update(fundCalls)
      .set({ cancelledAt: await fundNow(tx), cancelReason: reason })
      .where(isCall(deps.fundId, callId));
    await recordAudit(tx, actor, {
      action: "call.cancel",
      subject: ["fund-call", callId],
      change: { openCents: Number(standing.openCents) },
      reason,
    });
  });
}
