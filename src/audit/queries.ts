import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { auditLog } from "../db/schema/platform.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type AuditRow = {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly change: Readonly<Record<string, string | number | boolean | null>> | null;
  readonly reason: string | null;
};

type Filter = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly subjectId?: string | undefined;
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
  ];
  const rows = await deps.db
    .select()
    .from(auditLog)
    .where(and(...wanted))
    .orderBy(desc(auditLog.id))
    .limit(filter.limit + 1);
  const items = rows.map((row) => ({ ...row, change: row.change as AuditRow["change"] }));
  return toPage(deps.cipher, "audit", items, filter.limit, (row) => [row.id]);
}
