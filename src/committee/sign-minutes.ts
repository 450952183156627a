import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { committeeSessions } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden } from "../errors.ts";
import { isSession } from "./close-session.ts";
import { minutesDiffer, sessionStillOpen } from "./messages.ts";
import { findSession } from "./session-facts.ts";

/** Chair and secretary, two people, sign the very minutes they read; again changes nothing. */
export async function signMinutes(
  deps: Deps,
  actor: Actor,
  { sessionId, minutesHash }: { readonly sessionId: string; readonly minutesHash: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx
      .select({ id: committeeSessions.id })
      .from(committeeSessions)
      .where(isSession(deps.fundId, sessionId))
      .for("no key update");
    const { session } = await findSession(tx, deps.fundId, actor, sessionId);
    const role = actor.kind === "user" ? roleOf(session, actor.userId) : undefined;
    if (role === undefined) throw forbidden();
    if (session.state === "open") throw sessionStillOpen();
    if (session.minutesHash !== minutesHash) throw minutesDiffer();
    if (session[role] !== null) return;
    const other = role === "chairSignedAt" ? session.secretarySignedAt : session.chairSignedAt;
    await tx
      .update(committeeSessions)
      .set({ [role]: sql`fund_now()`, ...(other === null ? {} : { state: "signed" as const }) })
      .where(isSession(deps.fundId, sessionId));
    await recordAudit(tx, actor, {
      action: "committee.sign-minutes",
      subject: ["committee-session", sessionId],
      change: { as: role === "chairSignedAt" ? "chair" : "secretary", minutesHash },
    });
  });
}

const roleOf = (session: { readonly chairId: string; readonly secretaryId: string }, userId: string) =>
  session.chairId === userId
    ? ("chairSignedAt" as const)
    : session.secretaryId === userId
      ? ("secretarySignedAt" as const)
      : undefined;
