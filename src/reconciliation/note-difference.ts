import { sql } from "drizzle-orm";
import { recordAudits } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import type { Actor } from "../domain/actor.ts";
import { type Difference, openDifferences } from "./open-difference.ts";

/** Opens a difference, or brings an open one up to date: what is known of it may have grown (R2). */
export const noteDifference = (tx: Transaction, fundId: string, actor: Actor, difference: Difference): Promise<void> =>
  noteDifferences(tx, fundId, actor, [difference]);

/** The same for many at once. */
export async function noteDifferences(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  noted: readonly Difference[],
): Promise<void> {
  const opened = await openDifferences(tx, fundId, actor, noted);
  const known = noted.filter(({ subject }) => !opened.has(subject));
  if (known.length === 0) return;
  const told = known.map(({ kind, subject, amountCents, proposedCause }) => ({
    kind,
    subject,
    amount: amountCents.toString(),
    cause: proposedCause,
  }));
  const changed = await tx.execute<{ id: string; amount: string; cause: string }>(sql`
    update differences d set amount_cents = told.amount, proposed_cause = told.cause
    from jsonb_to_recordset(${JSON.stringify(told)}::text::jsonb) as told(kind text, subject text, amount bigint, cause text)
    where d.fund_id = ${fundId} and d.kind = told.kind and d.subject = told.subject and d.state = 'open'
      and (d.amount_cents <> told.amount or d.proposed_cause <> told.cause)
    returning d.id, d.amount_cents as amount, d.proposed_cause as cause`);
  await recordAudits(
    tx,
    actor,
    changed.map(({ id, amount, cause }) => ({
      action: "difference.changed",
      subject: ["difference", id],
      change: { amountCents: Number(amount), proposedCause: cause },
    })),
  );
}
