import { and, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { apiTokens } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";

/** Ends one of the actor's own tokens at once. Revoking it again changes nothing. */
export async function revokeApiToken(deps: Deps, actor: Actor, tokenId: string): Promise<void> {
  if (actor.kind !== "user") throw notFound();
  await inTransaction(deps.db, async (tx) => {
    const own = and(eq(apiTokens.id, tokenId), eq(apiTokens.userId, actor.userId));
    const [token] = await tx.select({ id: apiTokens.id }).from(apiTokens).where(own).for("update");
    if (token === undefined) throw notFound();
    const ended = await tx
      .update(apiTokens)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(and(own, isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id });
    if (ended.length === 0) return;
    await recordAudit(tx, actor, { action: "api-token.revoke", subject: ["api-token", tokenId] });
  });
}
