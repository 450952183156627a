import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { differences } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { worksOnDifferences } from "../domain/difference.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { findPerson } from "../identity/queries.ts";
import { enqueue } from "../jobs/outbox.ts";
import { lockDifference } from "./explain-difference.ts";
import { differenceState, ownerNotPossible } from "./messages.ts";

/** Somebody takes a difference over, or gives it to a colleague who works on differences and hears of it (R2). */
export async function assignDifference(
  deps: Deps,
  actor: Actor,
  input: { readonly differenceId: string; readonly ownerId: string },
): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "difference.read")) throw notFound();
  if (!worksOnDifferences(actor)) throw forbidden();
  const owner = await findPerson(deps.db, input.ownerId);
  if (owner === undefined || !worksOnDifferences({ kind: "user", userId: owner.id, ...owner }))
    throw ownerNotPossible();
  await inTransaction(deps.db, async (tx) => {
    const difference = await lockDifference(tx, deps.fundId, input.differenceId);
    if (difference.state === "closed") throw differenceState();
    if (difference.ownerId === input.ownerId) return;
    await tx
      .update(differences)
      .set({ ownerId: input.ownerId })
      .where(and(eq(differences.fundId, deps.fundId), eq(differences.id, difference.id)));
    await recordAudit(tx, actor, {
      action: "difference.assigned",
      subject: ["difference", difference.id],
      change: { from: difference.ownerId, to: input.ownerId },
    });
    if (input.ownerId === actor.userId) return;
    await enqueue(tx, "send-mail", {
      template: "difference-given",
      subjectId: `${difference.id}/${input.ownerId}`,
    });
  });
}
