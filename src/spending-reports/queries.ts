import { and, asc, eq, isNotNull } from "drizzle-orm";
import { formatCreditorReference } from "../banking/creditor-reference.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { grants, organisations, spendingReports } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { type ReportStanding, reportDueOn, reportStanding, totalSpent } from "../domain/spending-report.ts";
import { spentOfGrant, unspentCents } from "../domain/unspent.ts";
import { notFound } from "../errors.ts";
import { titleOf } from "../grants/grant-origin.ts";
import { type GrantDetail, readGrant } from "../grants/queries.ts";
import { repaymentReference } from "../grants/repayment-reference.ts";
import { reportFacts, reportMonths } from "./late-reports.ts";
import { budgetOf, expensesOf, findReport, linesOf, type ReportRow } from "./lock-report.ts";
import { filesOf } from "./report-files.ts";

export type ReportDetail = {
  readonly grant: GrantDetail;
  /** None where the holder has not begun: the lines are the project's budget then. */
  readonly report: ReportRow | undefined;
  readonly standing: ReportStanding;
  readonly dueOn: string;
  readonly lines: Awaited<ReturnType<typeof linesOf>>;
  readonly expenses: Awaited<ReturnType<typeof expensesOf>>;
  readonly files: Awaited<ReturnType<typeof filesOf>>;
  readonly spentCents: bigint;
  readonly spentOfGrantCents: bigint;
  /** What goes back if the report is accepted as it is. */
  readonly unspentCents: bigint;
  /** What the holder quotes on a transfer that gives money back. */
  readonly reference: string;
};

/** One grant's report with its budget and spending. Throws 404 to who may not read the grant (X1). */
export async function readReport(deps: Deps, actor: Actor, grantId: string): Promise<ReportDetail> {
  const { db, fundId } = deps;
  const grant = await readGrant(deps, actor, grantId);
  const report = await findReport(db, fundId, grantId);
  const lines = report === undefined ? await budgetOf(db, fundId, grantId) : await linesOf(db, fundId, report.id);
  const facts = reportFacts(
    { endsOn: grant.endsOn, state: report?.state ?? null, decidedAt: report?.decidedAt ?? null },
    await reportMonths(db, fundId, grant.createdAt),
  );
  const spentCents = totalSpent(lines);
  const ofGrant = spentOfGrant(spentCents, cents(report?.otherFundingCents ?? 0n));
  const netCents = grant.amountCents - grant.reducedCents - grant.owedBackCents;
  return {
    grant,
    report,
    standing: reportStanding(facts, dayOf(await fundNow(db))),
    dueOn: reportDueOn(facts),
    lines,
    expenses: report === undefined ? [] : await expensesOf(db, fundId, report.id),
    files: report === undefined ? [] : await filesOf(db, fundId, report.id),
    spentCents,
    spentOfGrantCents: ofGrant,
    unspentCents:
      report?.state === "accepted"
        ? (report.keptBackCents ?? 0n) + (report.claimedCents ?? 0n)
        : unspentCents(cents(netCents < 0n ? 0n : netCents), ofGrant),
    reference: formatCreditorReference(repaymentReference(grantId)),
  };
}

export type ReportSummary = {
  readonly grantId: string;
  readonly campaignTitle: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly endsOn: string;
  readonly dueOn: string;
  readonly standing: ReportStanding;
};

const ORDER: readonly ReportStanding[] = ["to-examine", "late", "to-write", "not-yet", "accepted"];
const MOST = 1_000;

/** Every signed grant by what its report calls for: to examine, late, to be written, then the rest; for staff. */
export async function listReports(deps: Deps, actor: Actor): Promise<readonly ReportSummary[]> {
  if (!permits(actor, "grant.read")) throw notFound();
  const rows = await deps.db
    .select({
      grantId: grants.id,
      createdAt: grants.createdAt,
      endsOn: grants.endsOn,
      state: spendingReports.state,
      decidedAt: spendingReports.decidedAt,
      campaignTitle: titleOf("grants"),
      organisationId: grants.organisationId,
      organisationName: organisations.name,
    })
    .from(grants)
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .leftJoin(spendingReports, and(eq(spendingReports.fundId, grants.fundId), eq(spendingReports.grantId, grants.id)))
    .where(and(eq(grants.fundId, deps.fundId), isNotNull(grants.fundSignedAt)))
    .orderBy(asc(grants.endsOn), asc(grants.id))
    .limit(MOST);
  const today = dayOf(await fundNow(deps.db));
  const months = new Map<string, number>();
  const summaries: ReportSummary[] = [];
  for (const { createdAt, state, decidedAt, ...row } of rows) {
    const day = dayOf(createdAt);
    const due = months.get(day) ?? (await reportMonths(deps.db, deps.fundId, createdAt));
    months.set(day, due);
    const facts = reportFacts({ endsOn: row.endsOn, state, decidedAt }, due);
    summaries.push({ ...row, dueOn: reportDueOn(facts), standing: reportStanding(facts, today) });
  }
  return summaries.toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
}
