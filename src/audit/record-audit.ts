import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { auditLog } from "../db/schema/platform.ts";
import { type Actor, actorReference } from "../domain/actor.ts";

export type AuditRecord = {
  readonly action: string;
  readonly subject: readonly [kind: string, id: string];
  /** What changed, in plain values; never an e-mail, an IBAN or a secret (X7). */
  readonly change?: Readonly<Record<string, string | number | boolean | null>>;
  readonly reason?: string;
};

/** Leaves who, when, what and why in the same transaction as the change (X2). */
export async function recordAudit(tx: Transaction, actor: Actor, record: AuditRecord): Promise<void> {
  await tx.insert(auditLog).values({
    id: uuidv7(),
    at: sql`fund_now()`,
    actor: actorReference(actor),
    action: record.action,
    subjectKind: record.subject[0],
    subjectId: record.subject[1],
    change: record.change,
    reason: record.reason,
  });
}
