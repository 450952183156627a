import { and, eq, ne, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { users } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";

/** A member of staff takes the letter of each working morning, or does without. */
export async function chooseLetters(deps: Deps, actor: Actor, wanted: boolean): Promise<void> {
  if (actor.kind !== "user" || actor.staffRoles.length === 0) throw notFound();
  await inTransaction(deps.db, async (tx) => {
    const [changed] = await tx
      .update(users)
      .set({ decisionLetters: wanted, updatedAt: sql`clock_timestamp()` })
      .where(and(eq(users.id, actor.userId), ne(users.decisionLetters, wanted)))
      .returning({ id: users.id });
    if (changed === undefined) return;
    await recordAudit(tx, actor, {
      action: "user.choose-decision-letters",
      subject: ["user", actor.userId],
      change: { decisionLetters: wanted },
    });
  });
}

/** Whether this person gets the letter. */
export async function takesLetters({ db }: Deps, userId: string): Promise<boolean> {
  const [row] = await db.select({ takes: users.decisionLetters }).from(users).where(eq(users.id, userId));
  return row?.takes ?? false;
}
