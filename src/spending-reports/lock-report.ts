import { and, asc, eq } from "drizzle-orm";
import type { Reader, Transaction } from "../db/client.ts";
import {
  budgetLines,
  grants,
  spendingReportExpenses,
  spendingReportLines,
  spendingReports,
} from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { REPORT_STATES, type ReportState } from "../domain/spending-report.ts";
import { forbidden, InvariantViolation, notFound } from "../errors.ts";
import { projectOf } from "../grants/grant-origin.ts";

export type GrantRow = typeof grants.$inferSelect;
export type ReportRow = Omit<typeof spendingReports.$inferSelect, "state"> & { readonly state: ReportState };
type User = Extract<Actor, { kind: "user" }>;

/** The grant, held, for somebody who may act on its report. Throws 404 to who may not read it, 403 to who may not act. */
export async function lockGrantFor(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  grantId: string,
  action: Action,
): Promise<{ readonly grant: GrantRow; readonly person: User }> {
  const [grant] = await tx
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)))
    .for("no key update");
  if (grant === undefined || actor.kind !== "user" || !permits(actor, "grant.read", grant.organisationId))
    throw notFound();
  if (!permits(actor, action, grant.organisationId)) throw forbidden();
  return { grant, person: actor };
}

export async function findReport(reader: Reader, fundId: string, grantId: string): Promise<ReportRow | undefined> {
  const [row] = await reader
    .select()
    .from(spendingReports)
    .where(and(eq(spendingReports.fundId, fundId), eq(spendingReports.grantId, grantId)));
  if (row === undefined) return undefined;
  const state = REPORT_STATES.find((one) => one === row.state);
  if (state === undefined) throw new InvariantViolation(`report ${row.id} is ${row.state}`);
  return { ...row, state };
}

export const linesOf = (reader: Reader, fundId: string, reportId: string) =>
  reader
    .select({
      position: spendingReportLines.position,
      label: spendingReportLines.label,
      budgetCents: spendingReportLines.budgetCents,
      spentCents: spendingReportLines.spentCents,
      comment: spendingReportLines.comment,
    })
    .from(spendingReportLines)
    .where(and(eq(spendingReportLines.fundId, fundId), eq(spendingReportLines.reportId, reportId)))
    .orderBy(asc(spendingReportLines.position));

export const expensesOf = (reader: Reader, fundId: string, reportId: string) =>
  reader
    .select({
      line: spendingReportExpenses.line,
      supplier: spendingReportExpenses.supplier,
      spentOn: spendingReportExpenses.spentOn,
      amountCents: spendingReportExpenses.amountCents,
    })
    .from(spendingReportExpenses)
    .where(and(eq(spendingReportExpenses.fundId, fundId), eq(spendingReportExpenses.reportId, reportId)))
    .orderBy(asc(spendingReportExpenses.position));

/** The lines a report begins with: the project's budget, nothing spent yet. */
export async function budgetOf(reader: Reader, fundId: string, grantId: string) {
  const rows = await reader
    .select({ position: budgetLines.position, label: budgetLines.label, budgetCents: budgetLines.amountCents })
    .from(grants)
    .innerJoin(budgetLines, and(eq(budgetLines.fundId, grants.fundId), eq(budgetLines.projectId, projectOf("grants"))))
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)))
    .orderBy(asc(budgetLines.position));
  return rows.map((row) => ({ ...row, spentCents: 0n, comment: "" }));
}
