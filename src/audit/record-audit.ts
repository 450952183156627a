import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { auditLog } from "../db/schema/platform.ts";
import { actorReference } from "../domain/actor.ts";

export type AuditRecord = {
  readonly action: string;
  readonly subject: readonly [kind: string, id: string];
  /** What changed, in plain values; never an e-mail, an IBAN or a secret (X7). */
  readonly change?: Readonly<Record<string, string | number | boolean | null>>;
  readonly reason?: string;
};

/** Whoever acts, or the person in whose name it is noted. */
type Author = Parameters<typeof actorReference>[0];

/** Leaves who, when, what and why in the same transaction as the change (X2). */
export const recordAudit = (tx: Transaction, actor: Author, record: AuditRecord): Promise<void> =>
  recordAudits(tx, actor, [record]);

/** The same for many changes at once. */
export async function recordAudits(tx: Transaction, actor: Author, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  await tx.insert(auditLog).values(
    records.map(({ action, subject: [subjectKind, subjectId], change, reason }) => ({
      id: uuidv7(),
      at: sql`fund_now()`,
      actor: actorReference(actor),
      action,
      subjectKind,
      subjectId,
      change,
      reason,
    })),
  );
}
