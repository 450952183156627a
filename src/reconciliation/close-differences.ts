import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { differences } from "../db/schema/payments.ts";
import { type Actor, actorReference } from "../domain/actor.ts";

/**
 * Closes what has come to tie after all, naming the entry it ties with (R2). Answers how many were closed; a subject
 * without an open difference changes nothing.
 */
export async function closeDifferences(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  kind: string,
  ties: readonly { readonly subject: string; readonly entryId: string }[],
): Promise<number> {
  if (ties.length === 0) return 0;
  const entryOf = new Map(ties.map((tie) => [tie.subject, tie.entryId]));
  const isOpen = and(
    eq(differences.fundId, fundId),
    eq(differences.kind, kind),
    inArray(differences.subject, [...entryOf.keys()]),
    inArray(differences.state, ["open", "explained"]),
  );
  const open = await tx
    .select({ id: differences.id, subject: differences.subject })
    .from(differences)
    .where(isOpen)
    .orderBy(differences.id)
    .for("no key update");
  for (const { id, subject } of open) {
    const entryId = entryOf.get(subject) ?? null;
    await tx
      .update(differences)
      .set({
        state: "closed",
        closedAt: sql`fund_now()`,
        closedBy: actorReference(actor),
        closingEntryId: entryId,
      })
      .where(and(eq(differences.fundId, fundId), eq(differences.id, id)));
    await recordAudit(tx, actor, { action: "difference.closed", subject: ["difference", id], change: { entryId } });
  }
  return open.length;
}
