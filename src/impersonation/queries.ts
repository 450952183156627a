import { and, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { users } from "../db/schema/identity.ts";
import { auditLog } from "../db/schema/platform.ts";
import { impersonations } from "../db/schema/staff-work.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";

const MOST = 100;
const staff = alias(users, "staff");

const select = ({ db }: Deps) =>
  db
    .select({
      id: impersonations.id,
      staffName: staff.name,
      personId: impersonations.personId,
      personName: users.name,
      personEmail: users.email,
      personLanguage: users.language,
      reason: impersonations.reason,
      startedAt: impersonations.startedAt,
      endsAt: impersonations.endsAt,
      isRunning: sql<boolean>`${impersonations.endedAt} is null and ${impersonations.endsAt} > fund_now()`,
      /** An end nobody pressed is that of its time. */
      overAt: sql<Date>`least(${impersonations.endedAt}, ${impersonations.endsAt})`.mapWith(impersonations.endsAt),
      pages: sql<number>`(select count(*)::int from ${auditLog} where ${auditLog.subjectKind} = 'user'
        and ${auditLog.subjectId} = ${impersonations.personId}::text and ${auditLog.action} = 'impersonation.view'
        and ${auditLog.change} ->> 'impersonation' = ${impersonations.id}::text)`,
    })
    .from(impersonations)
    .innerJoin(staff, eq(staff.id, impersonations.staffId))
    .innerJoin(users, eq(users.id, impersonations.personId));

/** Visits of support, newest first. */
export async function listVisits(deps: Deps, actor: Actor): Promise<readonly SupportVisit[]> {
  if (!permits(actor, "support.read")) throw notFound();
  return await select(deps).where(eq(impersonations.fundId, deps.fundId)).orderBy(desc(impersonations.id)).limit(MOST);
}

export type SupportVisit = Awaited<ReturnType<typeof select>>[number];

/** One visit as its letter tells it. */
export async function findVisit(deps: Deps, id: string): Promise<SupportVisit | undefined> {
  const [found] = await select(deps).where(and(eq(impersonations.fundId, deps.fundId), eq(impersonations.id, id)));
  return found;
}
