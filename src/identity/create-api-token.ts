import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { apiTokens, users } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type Actor, actorReference } from "../domain/actor.ts";
import { forbidden } from "../errors.ts";
import { newTokenText, tokenHash } from "./api-token-text.ts";
import type { TokenInput } from "./forms.ts";
import { tooManyTokens } from "./messages.ts";

const MOST_ACTIVE = 20;

export type CreatedToken = { readonly id: string; readonly text: string; readonly expiresAt: Date };

/** Makes a token for the actor's own programs. Its text is returned here and kept nowhere. */
export async function createApiToken(deps: Deps, actor: Actor, input: TokenInput): Promise<CreatedToken> {
  if (actor.kind !== "user") throw forbidden();
  const text = newTokenText();
  return inTransaction(deps.db, async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, actor.userId)).for("update");
    const now = sql`clock_timestamp()`;
    const active = and(eq(apiTokens.userId, actor.userId), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now));
    if ((await tx.$count(apiTokens, active)) >= MOST_ACTIVE) throw tooManyTokens();
    const [row] = await tx
      .insert(apiTokens)
      .values({
        id: uuidv7(),
        userId: actor.userId,
        name: input.name,
        tokenHash: tokenHash(text),
        createdAt: now,
        expiresAt: sql`clock_timestamp() + make_interval(days => ${input.days})`,
      })
      .returning({ id: apiTokens.id, expiresAt: apiTokens.expiresAt });
    if (row === undefined) throw new Error(`no row for a token of ${actorReference(actor)}`);
    await recordAudit(tx, actor, {
      action: "api-token.create",
      subject: ["api-token", row.id],
      change: { days: input.days },
    });
    return { ...row, text };
  });
}
