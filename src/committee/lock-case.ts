import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { committeeSessions, committeeVotes, ownGrantApplications, sessionApplications } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden, notFound } from "../errors.ts";
import { alreadyVoted, sessionClosed, tied } from "./messages.ts";
import { findSession, tieOf } from "./session-facts.ts";

export type CaseKey = { readonly sessionId: string; readonly applicationId: string };

/**
 * One application before an open session, for a member who acts on it: the session is held shared, so that its close
 * waits. Refuses who is tied to it and who has voted.
 */
export async function lockCase(tx: Transaction, fundId: string, actor: Actor, { sessionId, applicationId }: CaseKey) {
  await tx
    .select({ id: committeeSessions.id })
    .from(committeeSessions)
    .where(and(eq(committeeSessions.fundId, fundId), eq(committeeSessions.id, sessionId)))
    .for("share");
  const { session, isMember } = await findSession(tx, fundId, actor, sessionId);
  const [found] = await tx
    .select({ askedCents: ownGrantApplications.askedCents })
    .from(sessionApplications)
    .innerJoin(
      ownGrantApplications,
      and(
        eq(ownGrantApplications.fundId, sessionApplications.fundId),
        eq(ownGrantApplications.id, sessionApplications.applicationId),
      ),
    )
    .where(
      and(
        eq(sessionApplications.fundId, fundId),
        eq(sessionApplications.sessionId, sessionId),
        eq(sessionApplications.applicationId, applicationId),
      ),
    );
  if (found === undefined) throw notFound();
  if (!isMember || actor.kind !== "user") throw forbidden();
  if (session.state !== "open") throw sessionClosed();
  const { userId } = actor;
  if ((await tieOf(tx, fundId, { sessionId, applicationId, userId })) !== undefined) throw tied();
  const [vote] = await tx
    .select({ vote: committeeVotes.vote })
    .from(committeeVotes)
    .where(
      and(
        eq(committeeVotes.fundId, fundId),
        eq(committeeVotes.sessionId, sessionId),
        eq(committeeVotes.applicationId, applicationId),
        eq(committeeVotes.userId, userId),
      ),
    );
  if (vote !== undefined) throw alreadyVoted();
  return { ...found, session, userId };
}
