import { and, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { impersonations } from "../db/schema/staff-work.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Viewing } from "../http/viewing.ts";

/** Ends a visit before its time. Ending it again changes nothing. */
export async function endImpersonation(deps: Deps, { id, staffId }: Pick<Viewing, "id" | "staffId">): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [ended] = await tx
      .update(impersonations)
      .set({ endedAt: sql`fund_now()` })
      .where(
        and(
          eq(impersonations.fundId, deps.fundId),
          eq(impersonations.id, id),
          eq(impersonations.staffId, staffId),
          isNull(impersonations.endedAt),
        ),
      )
      .returning({ personId: impersonations.personId });
    if (ended === undefined) return;
    await recordAudit(
      tx,
      { kind: "user", userId: staffId },
      { action: "impersonation.end", subject: ["user", ended.personId], change: { impersonation: id } },
    );
  });
}
