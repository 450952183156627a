import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { committeeScores } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type CaseKey, lockCase } from "./lock-case.ts";
import { scoresMisfit } from "./messages.ts";
import { criteriaOf } from "./session-facts.ts";

type Scores = readonly { readonly score: number; readonly comment: string }[];

/** A member scores an application by every criterion of the session's grid; again until they vote. */
export async function scoreApplication(
  deps: Deps,
  actor: Actor,
  { scores, ...key }: CaseKey & { readonly scores: Scores },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { session, userId } = await lockCase(tx, deps.fundId, actor, key);
    const grid = await criteriaOf(tx, deps.fundId, session.gridVersion);
    const fits =
      scores.length === grid.length && scores.every(({ score }, at) => score >= 0 && score <= (grid[at]?.scale ?? -1));
    if (!fits) throw scoresMisfit();
    const { fundId } = deps;
    await tx
      .insert(committeeScores)
      .values(scores.map((one, position) => ({ fundId, ...key, userId, position, ...one })))
      .onConflictDoUpdate({
        target: [
          committeeScores.fundId,
          committeeScores.sessionId,
          committeeScores.applicationId,
          committeeScores.userId,
          committeeScores.position,
        ],
        set: { score: sql`excluded.score`, comment: sql`excluded.comment` },
      });
    await recordAudit(tx, actor, {
      action: "committee.score",
      subject: ["own-grant", key.applicationId],
      change: { sessionId: key.sessionId, criteria: scores.length },
    });
  });
}
