import { and, eq, isNotNull, isNull, ne, or } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { grants, spendingReports } from "../db/schema/index.ts";
import { REPORT_STATES, type ReportFacts, reportStanding } from "../domain/spending-report.ts";
import { parametersOn } from "../parameters/read-parameters.ts";

type Told = {
  readonly endsOn: string;
  readonly state: string | null;
  readonly decidedAt: Date | null;
};

/** What the due day of a report is judged by; `months` is the parameter of the grant's day. */
export const reportFacts = ({ endsOn, state, decidedAt }: Told, months: number): ReportFacts => ({
  endsOn,
  months,
  state: REPORT_STATES.find((one) => one === state),
  changesAskedOn: decidedAt === null ? undefined : dayOf(decidedAt),
});

export async function reportMonths(reader: Reader, fundId: string, grantedAt: Date): Promise<number> {
  const values = await parametersOn(reader, fundId, dayOf(grantedAt));
  return Number(values["grant-report-months"]);
}

/** Whether the organisation owes the fund a report that is late: then it asks for no further payment. */
export async function hasLateReport(reader: Reader, fundId: string, organisationId: string): Promise<boolean> {
  const today = dayOf(await fundNow(reader));
  const open = await reader
    .select({
      endsOn: grants.endsOn,
      createdAt: grants.createdAt,
      state: spendingReports.state,
      decidedAt: spendingReports.decidedAt,
    })
    .from(grants)
    .leftJoin(spendingReports, and(eq(spendingReports.fundId, grants.fundId), eq(spendingReports.grantId, grants.id)))
    .where(
      and(
        eq(grants.fundId, fundId),
        eq(grants.organisationId, organisationId),
        isNotNull(grants.fundSignedAt),
        or(isNull(spendingReports.state), ne(spendingReports.state, "accepted")),
      ),
    );
  for (const one of open)
    if (reportStanding(reportFacts(one, await reportMonths(reader, fundId, one.createdAt)), today) === "late")
      return true;
  return false;
}
