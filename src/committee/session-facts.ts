import { and, asc, eq, gte, lte, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { committeeMembers, committeeSessions, criteria, users } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";

export type SessionRow = typeof committeeSessions.$inferSelect;

/** Members whose term holds on a day, by name. */
export const membersOn = (reader: Reader, fundId: string, day: string) =>
  reader
    .selectDistinct({ userId: users.id, name: users.name })
    .from(committeeMembers)
    .innerJoin(users, eq(users.id, committeeMembers.userId))
    .where(
      and(eq(committeeMembers.fundId, fundId), lte(committeeMembers.startsOn, day), gte(committeeMembers.endsOn, day)),
    )
    .orderBy(asc(users.name), asc(users.id));

export async function latestGrid(reader: Reader, fundId: string): Promise<number | undefined> {
  const [row] = await reader
    .select({ version: sql<number | null>`max(${criteria.version})::int` })
    .from(criteria)
    .where(eq(criteria.fundId, fundId));
  return row?.version ?? undefined;
}

export const criteriaOf = (reader: Reader, fundId: string, version: number) =>
  reader
    .select({
      label: criteria.label,
      description: criteria.description,
      weight: criteria.weight,
      scale: criteria.scale,
    })
    .from(criteria)
    .where(and(eq(criteria.fundId, fundId), eq(criteria.version, version)))
    .orderBy(asc(criteria.position));

const selectSession = (reader: Reader, fundId: string, sessionId: string) =>
  reader
    .select()
    .from(committeeSessions)
    .where(and(eq(committeeSessions.fundId, fundId), eq(committeeSessions.id, sessionId)));

/** A session for its members in term and for staff; 404 to anybody else (X1). */
export async function findSession(reader: Reader, fundId: string, actor: Actor, sessionId: string) {
  const [session] = await selectSession(reader, fundId, sessionId);
  if (session === undefined || actor.kind !== "user") throw notFound();
  const members = await membersOn(reader, fundId, session.heldOn);
  const isMember = members.some(({ userId }) => userId === actor.userId);
  if (!isMember && !permits(actor, "committee.read")) throw notFound();
  return { session, members, isMember };
}

/** Why a person is tied to an application: their own word, the holder's organisation, a partner that matched it. */
export type Tie = "declared" | "holder" | "partner";

export async function tieOf(
  reader: Reader,
  fundId: string,
  of: { readonly sessionId: string; readonly applicationId: string; readonly userId: string },
): Promise<Tie | undefined> {
  const [row] = await reader.execute<{ tie: Tie | null }>(
    sql`select committee_conflict(${fundId}, ${of.sessionId}, ${of.applicationId}, ${of.userId}) as tie`,
  );
  return row?.tie ?? undefined;
}
