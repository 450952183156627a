import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudits } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { differences } from "../db/schema/payments.ts";
import type { Actor } from "../domain/actor.ts";

export type Difference = {
  readonly kind: string;
  /** What it is about, e.g. `txn:txn_123` or `pledge:<id>`. */
  readonly subject: string;
  /** Signed euro cents: what we have more (+) or less (−) than expected. */
  readonly amountCents: bigint;
  readonly proposedCause: string;
};

/** Opens a difference (R2), once a kind and subject: finding the same again changes nothing. */
export const openDifference = async (
  tx: Transaction,
  fundId: string,
  actor: Actor,
  difference: Difference,
): Promise<boolean> => (await openDifferences(tx, fundId, actor, [difference])).size > 0;

/** Opens many; answers the subjects of those that were new. At most some thousands at once. */
export async function openDifferences(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  found: readonly Difference[],
): Promise<ReadonlySet<string>> {
  if (found.length === 0) return new Set();
  const opened = await tx
    .insert(differences)
    .values(found.map((one) => ({ fundId, id: uuidv7(), ...one, openedAt: sql`fund_now()`, state: "open" })))
    .onConflictDoNothing()
    .returning();
  await recordAudits(
    tx,
    actor,
    opened.map(({ id, kind, subject, amountCents }) => ({
      action: "difference.opened",
      subject: ["difference", id],
      change: { kind, about: subject, amountCents: Number(amountCents) },
    })),
  );
  return new Set(opened.map(({ subject }) => subject));
}
