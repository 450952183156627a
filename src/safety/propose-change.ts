import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { safetyChanges } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { findPeople } from "../disbursements/find-people.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { isLoosening } from "../domain/safety.ts";
import { forbidden, invalidInput, notFound } from "../errors.ts";
import { cancelOpen } from "./cancel-change.ts";
import type { ChangeInput } from "./forms.ts";
import { findOpenChange, lockRules } from "./lock-change.ts";
import { changePending, notAnApprover, refusedChange, sameFigure } from "./messages.ts";
import { safetyCents } from "./read-safety.ts";
import { tellOfChange } from "./tell-of-change.ts";

/**
 * Asks for another figure (X3). A tighter one holds at once and ends what was asked for before; a looser one waits
 * for a second administrator, and then for a day.
 */
export async function proposeChange(
  deps: Deps,
  actor: Actor,
  input: ChangeInput,
): Promise<{ readonly id: string; readonly isLoosening: boolean }> {
  if (!permits(actor, "safety.read")) throw notFound();
  if (!permits(actor, "safety.change") || actor.kind !== "user") throw forbidden();
  const { rule, toCents, reason } = input;
  const userId = input.userId ?? null;
  return await inTransaction(deps.db, async (tx) => {
    await lockRules(tx, deps.fundId);
    if (userId !== null) await checkApprover(tx, userId);
    const fromCents = await safetyCents(tx, deps.fundId, rule, userId);
    if (fromCents === toCents) throw invalidInput([sameFigure]);
    const looser = isLoosening(fromCents, toCents);
    if (looser && userId === actor.userId) throw refusedChange("own-limit");
    const open = await findOpenChange(tx, deps.fundId, rule, userId);
    if (open !== undefined && looser) throw changePending();
    if (open !== undefined) await cancelOpen(tx, deps, actor, open);
    const id = uuidv7();
    const now = await fundNow(tx);
    await tx.insert(safetyChanges).values({
      fundId: deps.fundId,
      id,
      rule,
      userId,
      fromCents,
      toCents,
      reason,
      proposedBy: actor.userId,
      proposedAt: now,
      takesEffectAt: looser ? null : now,
    });
    await recordAudit(tx, actor, {
      action: looser ? "safety-rule.propose" : "safety-rule.tighten",
      subject: ["safety-rule", id],
      change: { rule, userId, fromCents: Number(fromCents), toCents: Number(toCents) },
      reason,
    });
    await tellOfChange(tx, rule, id);
    return { id, isLoosening: looser };
  });
}

async function checkApprover(tx: Transaction, userId: string): Promise<void> {
  const roles = (await findPeople(tx, [userId])).get(userId)?.staffRoles ?? [];
  if (!roles.includes("authoriser") && !roles.includes("paymaster")) throw invalidInput([notAnApprover]);
}
