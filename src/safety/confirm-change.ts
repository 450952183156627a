import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { safetyChanges } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { confirmationObstacle, effectOf } from "../domain/safety.ts";
import { forbidden, notFound } from "../errors.ts";
import { findChange, lockRules } from "./lock-change.ts";
import { refusedChange } from "./messages.ts";
import { safetyCents } from "./read-safety.ts";
import { tellOfChange } from "./tell-of-change.ts";

/** The second person says yes to a looser rule: it takes effect a day later, unless cancelled before (X3). */
export async function confirmChange(
  deps: Deps,
  actor: Actor,
  input: { readonly changeId: string },
): Promise<{ readonly takesEffectAt: Date }> {
  if (!permits(actor, "safety.read")) throw notFound();
  if (!permits(actor, "safety.change") || actor.kind !== "user") throw forbidden();
  return await inTransaction(deps.db, async (tx) => {
    await lockRules(tx, deps.fundId);
    const change = await findChange(tx, deps.fundId, input.changeId);
    const now = await fundNow(tx);
    const currentCents = await safetyCents(tx, deps.fundId, change.rule, change.userId);
    const obstacle = confirmationObstacle(change, actor.userId, currentCents, now);
    if (obstacle !== undefined) throw refusedChange(obstacle);
    const takesEffectAt = effectOf(now);
    await tx
      .update(safetyChanges)
      .set({ confirmedBy: actor.userId, confirmedAt: now, takesEffectAt })
      .where(and(eq(safetyChanges.fundId, deps.fundId), eq(safetyChanges.id, change.id)));
    await recordAudit(tx, actor, {
      action: "safety-rule.confirm",
      subject: ["safety-rule", change.id],
      change: { rule: change.rule, toCents: Number(change.toCents), takesEffectAt: takesEffectAt.toISOString() },
    });
    await tellOfChange(tx, change.rule, change.id);
    return { takesEffectAt };
  });
}
