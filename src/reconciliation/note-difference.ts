import { and, eq, ne, or } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { differences } from "../db/schema/payments.ts";
import type { Actor } from "../domain/actor.ts";
import { type Difference, openDifference } from "./open-difference.ts";

/** Opens a difference, or brings an open one up to date: what is known of it may have grown (R2). */
export async function noteDifference(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  difference: Difference,
): Promise<void> {
  if (await openDifference(tx, fundId, actor, difference)) return;
  const { kind, subject, amountCents, proposedCause } = difference;
  const [changed] = await tx
    .update(differences)
    .set({ amountCents, proposedCause })
    .where(
      and(
        eq(differences.fundId, fundId),
        eq(differences.kind, kind),
        eq(differences.subject, subject),
        eq(differences.state, "open"),
        or(ne(differences.amountCents, amountCents), ne(differences.proposedCause, proposedCause)),
      ),
    )
    .returning({ id: differences.id });
  if (changed === undefined) return;
  await recordAudit(tx, actor, {
    action: "difference.changed",
    subject: ["difference", changed.id],
    change: { amountCents: Number(amountCents), proposedCause },
  });
}
