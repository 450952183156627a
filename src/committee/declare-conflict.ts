import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { committeeConflicts } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type CaseKey, lockCase } from "./lock-case.ts";

/** A member says they are tied to an application: they neither score, vote nor count for it any more. */
export async function declareConflict(
  deps: Deps,
  actor: Actor,
  { reason, ...key }: CaseKey & { readonly reason: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { userId } = await lockCase(tx, deps.fundId, actor, key);
    const { fundId } = deps;
    await tx.insert(committeeConflicts).values({ fundId, ...key, userId, reason, createdAt: sql`fund_now()` });
    await recordAudit(tx, actor, {
      action: "committee.declare-conflict",
      subject: ["own-grant", key.applicationId],
      change: { sessionId: key.sessionId },
      reason,
    });
  });
}
