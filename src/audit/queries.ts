import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { endOfDay, startOfDay } from "../campaigns/paris-days.ts";
import { users } from "../db/schema/identity.ts";
import { auditLog } from "../db/schema/platform.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import type { AuditSearch } from "./forms.ts";

export type AuditRow = {
  readonly id: string;
  readonly at: Date;
  /** `user:<id>`, `worker:<name>` or `guest`. */
  readonly actor: string;
  /** The name of the person who acted, where it is a person we still know. */
  readonly actorName: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly change: Readonly<Record<string, string | number | boolean | null>> | null;
  readonly reason: string | null;
};

type Filter = AuditSearch & {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly actor?: string | undefined;
};

/** Who did what, when and why (X2), newest first. */
export async function listAudit(deps: Deps, actor: Actor, filter: Filter): Promise<Page<AuditRow>> {
  if (!permits(actor, "audit.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "audit", filter.cursor)?.[0];
  const wanted: (SQL | undefined)[] = [
    after === undefined ? undefined : lt(auditLog.id, after),
    filter.subjectId === undefined ? undefined : eq(auditLog.subjectId, filter.subjectId),
    filter.actor === undefined ? undefined : eq(auditLog.actor, filter.actor),
    filter.person === undefined ? undefined : byPerson(filter.person),
    filter.action === undefined ? undefined : contains(sql`${auditLog.action}`, filter.action),
    filter.from === undefined ? undefined : gte(auditLog.at, startOfDay(filter.from)),
    filter.to === undefined ? undefined : lt(auditLog.at, endOfDay(filter.to)),
  ];
  const rows = await deps.db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      actor: auditLog.actor,
      actorName: users.name,
      action: auditLog.action,
      subjectKind: auditLog.subjectKind,
      subjectId: auditLog.subjectId,
      change: sql<AuditRow["change"]>`${auditLog.change}`,
      reason: auditLog.reason,
    })
    .from(auditLog)
    .leftJoin(
      users,
      eq(users.id, sql`case when ${auditLog.actor} like 'user:%' then substr(${auditLog.actor}, 6)::uuid end`),
    )
    .where(and(...wanted))
    .orderBy(desc(auditLog.id))
    .limit(filter.limit + 1);
  return toPage(deps.cipher, "audit", rows, filter.limit, (row) => [row.id]);
}

const contains = (text: SQL, part: string): SQL => sql`position(lower(${part}) in lower(${text})) > 0`;

const byPerson = (part: string): SQL => sql`${auditLog.actor} in (
  select 'user:' || ${users.id}::text from ${users}
  where ${contains(sql`${users.name}`, part)} or ${contains(sql`${users.email}`, part)}
  union all select ${auditLog.actor} where ${contains(sql`${auditLog.actor}`, part)})`;
