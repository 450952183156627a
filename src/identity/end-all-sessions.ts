import { eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { sessions } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { User } from "../http/api-kit.ts";

/** Signs the person out of every device. */
export async function endAllSessions(deps: Deps, actor: User): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx.delete(sessions).where(eq(sessions.userId, actor.userId));
    await recordAudit(tx, actor, { action: "session.end-all", subject: ["user", actor.userId] });
  });
}
