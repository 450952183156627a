import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudits } from "../audit/record-audit.ts";
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
  if (open.length === 0) return 0;
  const closed = open.map(({ id, subject }) => ({ id, entryId: entryOf.get(subject) ?? null }));
  await tx.execute(sql`
    update differences d set state = 'closed', closed_at = fund_now(), closed_by = ${actorReference(actor)},
      closing_entry_id = tie."entryId"
    from jsonb_to_recordset(${JSON.stringify(closed)}::text::jsonb) as tie(id uuid, "entryId" uuid)
    where d.fund_id = ${fundId} and d.id = tie.id`);
  await recordAudits(
    tx,
    actor,
    closed.map(({ id, entryId }) => ({
      action: "difference.closed",
      subject: ["difference", id],
      change: { entryId },
    })),
  );
  return open.length;
}
