import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { safetyChanges } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { safetyState } from "../domain/safety.ts";
import { forbidden, notFound } from "../errors.ts";
import { findChange, type LockedChange, lockRules } from "./lock-change.ts";
import { refusedChange } from "./messages.ts";
import { tellOfChange } from "./tell-of-change.ts";

/** Any one administrator stops a looser rule until it takes effect; who proposed it too (X3). */
export async function cancelChange(deps: Deps, actor: Actor, input: { readonly changeId: string }): Promise<void> {
  if (!permits(actor, "safety.read")) throw notFound();
  if (!permits(actor, "safety.change") || actor.kind !== "user") throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    await lockRules(tx, deps.fundId);
    const change = await findChange(tx, deps.fundId, input.changeId);
    const state = safetyState(change, await fundNow(tx));
    if (state === "cancelled") return;
    if (state === "in-effect") throw refusedChange("not-open");
    await cancelOpen(tx, deps, actor, change);
  });
}

/** Ends a change that waits, under the lock of the rules. */
export async function cancelOpen(tx: Transaction, deps: Deps, actor: Actor, change: LockedChange): Promise<void> {
  await tx
    .update(safetyChanges)
    .set({ cancelledBy: actor.kind === "user" ? actor.userId : null, cancelledAt: await fundNow(tx) })
    .where(and(eq(safetyChanges.fundId, deps.fundId), eq(safetyChanges.id, change.id)));
  await recordAudit(tx, actor, {
    action: "safety-rule.cancel",
    subject: ["safety-rule", change.id],
    change: { rule: change.rule },
  });
  await tellOfChange(tx, change.rule, change.id);
}
