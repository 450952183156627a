import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
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
export async function openDifference(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  difference: Difference,
): Promise<boolean> {
  const [opened] = await tx
    .insert(differences)
    .values({ fundId, id: uuidv7(), ...difference, openedAt: sql`fund_now()`, state: "open" })
    .onConflictDoNothing()
    .returning({ id: differences.id });
  if (opened === undefined) return false;
  await recordAudit(tx, actor, {
    action: "difference.opened",
    subject: ["difference", opened.id],
    change: { kind: difference.kind, about: difference.subject, amountCents: Number(difference.amountCents) },
  });
  return true;
}
