import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { committeeScores, committeeVotes } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Vote } from "../domain/committee/result.ts";
import { type CaseKey, lockCase } from "./lock-case.ts";
import { amountAboveAsked, scoresNeeded } from "./messages.ts";

type Ballot = CaseKey & { readonly vote: Vote; readonly amountCents: bigint | null };

/** A member votes on an application, once and for good: afterwards they read the others' scores. */
export async function castVote(deps: Deps, actor: Actor, { vote, amountCents, ...key }: Ballot): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { askedCents, userId } = await lockCase(tx, deps.fundId, actor, key);
    if (amountCents !== null && amountCents > askedCents) throw amountAboveAsked();
    const scored = await tx.$count(
      committeeScores,
      and(
        eq(committeeScores.fundId, deps.fundId),
        eq(committeeScores.sessionId, key.sessionId),
        eq(committeeScores.applicationId, key.applicationId),
        eq(committeeScores.userId, userId),
      ),
    );
    if (vote !== "abstain" && scored === 0) throw scoresNeeded();
    await tx
      .insert(committeeVotes)
      .values({ fundId: deps.fundId, ...key, userId, vote, amountCents, createdAt: sql`fund_now()` });
    await recordAudit(tx, actor, {
      action: "committee.vote",
      subject: ["own-grant", key.applicationId],
      change: { sessionId: key.sessionId },
    });
  });
}
