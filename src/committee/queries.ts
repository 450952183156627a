import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import {
  campaigns,
  committeeMembers,
  committeeSessions,
  organisations,
  ownGrantApplications,
  projects,
  users,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { ApplicationState } from "../domain/committee/application.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

const SHOWN = {
  id: ownGrantApplications.id,
  projectId: ownGrantApplications.projectId,
  projectTitle: projects.title,
  organisationId: organisations.id,
  organisationName: organisations.name,
  campaignId: ownGrantApplications.campaignId,
  campaignTitle: campaigns.title,
  askedCents: ownGrantApplications.askedCents,
  purpose: ownGrantApplications.purpose,
  state: ownGrantApplications.state,
  submittedAt: ownGrantApplications.submittedAt,
  note: ownGrantApplications.note,
  decidedAt: ownGrantApplications.decidedAt,
  awardedCents: ownGrantApplications.awardedCents,
  awardState: ownGrantApplications.awardState,
  grantId: ownGrantApplications.grantId,
};

const select = ({ db }: Pick<Deps, "db">) =>
  db
    .select(SHOWN)
    .from(ownGrantApplications)
    .innerJoin(
      projects,
      and(eq(projects.fundId, ownGrantApplications.fundId), eq(projects.id, ownGrantApplications.projectId)),
    )
    .innerJoin(organisations, eq(organisations.id, projects.organisationId))
    .leftJoin(
      campaigns,
      and(eq(campaigns.fundId, ownGrantApplications.fundId), eq(campaigns.id, ownGrantApplications.campaignId)),
    );

export type Application = Awaited<ReturnType<typeof readApplication>>;

type ApplicationsAsked = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly states?: readonly ApplicationState[] | undefined;
  readonly projectId?: string | undefined;
};

/** Applications of the organisations a person belongs to; for staff all but drafts. Newest first. */
export async function listApplications(
  deps: Deps,
  actor: Actor,
  { limit, cursor, states, projectId }: ApplicationsAsked,
): Promise<Page<Application>> {
  const isStaff = permits(actor, "own-grant.read");
  const mine = actor.kind === "user" ? actor.memberships.map((one) => one.organisationId) : [];
  const [after] = decodeCursor(deps.cipher, "applications", cursor) ?? [];
  const rows = await select(deps)
    .where(
      and(
        eq(ownGrantApplications.fundId, deps.fundId),
        isStaff
          ? sql`(${ownGrantApplications.state} <> 'draft' or ${inArray(projects.organisationId, mine)})`
          : inArray(projects.organisationId, mine),
        states === undefined ? undefined : inArray(ownGrantApplications.state, [...states]),
        projectId === undefined ? undefined : eq(ownGrantApplications.projectId, projectId),
        after === undefined ? undefined : lt(ownGrantApplications.id, after),
      ),
    )
    .orderBy(desc(ownGrantApplications.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "applications", rows, limit, (row) => [row.id]);
}

/** One application, for the holder's people and staff; 404 for anybody else (X1). */
export async function readApplication(deps: Deps, actor: Actor, applicationId: string) {
  const found = await findApplication(deps, applicationId);
  if (found === undefined || !permits(actor, "own-grant.read", found.organisationId)) throw notFound();
  return found;
}

export async function findApplication(deps: Pick<Deps, "db" | "fundId">, applicationId: string) {
  const [found] = await select(deps).where(
    and(eq(ownGrantApplications.fundId, deps.fundId), eq(ownGrantApplications.id, applicationId)),
  );
  return found;
}

/** Seats of the committee, for staff; the last to end first. */
export async function listMembers({ db, fundId }: Deps, actor: Actor) {
  if (!permits(actor, "committee.read")) throw notFound();
  return db
    .select({
      id: committeeMembers.id,
      userId: committeeMembers.userId,
      name: users.name,
      email: users.email,
      startsOn: committeeMembers.startsOn,
      endsOn: committeeMembers.endsOn,
    })
    .from(committeeMembers)
    .innerJoin(users, eq(users.id, committeeMembers.userId))
    .where(eq(committeeMembers.fundId, fundId))
    .orderBy(desc(committeeMembers.endsOn), asc(users.email));
}

export type Member = Awaited<ReturnType<typeof listMembers>>[number];

/** Sessions a person may see: all for staff, those of their term for members. Newest first. */
export async function listSessions({ db, fundId }: Pick<Deps, "db" | "fundId">, actor: Actor) {
  const own =
    actor.kind === "user"
      ? sql`exists (select from committee_members m where m.fund_id = ${committeeSessions.fundId}
          and m.user_id = ${actor.userId} and ${committeeSessions.heldOn} between m.starts_on and m.ends_on)`
      : sql`false`;
  return db
    .select({
      id: committeeSessions.id,
      heldOn: committeeSessions.heldOn,
      state: committeeSessions.state,
      envelopeCents: committeeSessions.envelopeCents,
      applications: sql<number>`(select count(*)::int from session_applications a
        where a.fund_id = ${committeeSessions.fundId} and a.session_id = ${committeeSessions.id})`,
    })
    .from(committeeSessions)
    .where(and(eq(committeeSessions.fundId, fundId), permits(actor, "committee.read") ? undefined : own))
    .orderBy(desc(committeeSessions.heldOn), desc(committeeSessions.id))
    .limit(200);
}

export type SessionSummary = Awaited<ReturnType<typeof listSessions>>[number];

/** Whether a person ever sits on the committee. */
export async function sits({ db, fundId }: Pick<Deps, "db" | "fundId">, actor: Actor): Promise<boolean> {
  if (actor.kind !== "user") return false;
  const where = and(eq(committeeMembers.fundId, fundId), eq(committeeMembers.userId, actor.userId));
  return (await db.$count(committeeMembers, where)) > 0;
}
