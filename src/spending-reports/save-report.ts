import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { spendingReportExpenses, spendingReportLines, spendingReports } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { totalSpent } from "../domain/spending-report.ts";
import { invalidInput } from "../errors.ts";
import type { ReportInput } from "./forms.ts";
import { budgetOf, findReport, type GrantRow, linesOf, lockGrantFor } from "./lock-report.ts";
import { agreementNotSigned, reportHandedIn, unknownLine } from "./messages.ts";

export type Expense = {
  readonly line: number;
  readonly supplier: string;
  readonly spentOn: string;
  readonly amountCents: bigint;
};

type Save = ReportInput & { readonly grantId: string };

/** The holder writes its report; the first time the budget is taken into it as it is. */
export async function saveReport(deps: Deps, actor: Actor, input: Save): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { grant } = await lockGrantFor(tx, deps.fundId, actor, input.grantId, "spending-report.write");
    const reportId = await openReport(tx, deps.fundId, grant);
    const stored = await linesOf(tx, deps.fundId, reportId);
    const given = new Map(input.lines.map((line) => [line.position, line]));
    if (
      given.size !== stored.length ||
      input.lines.length !== stored.length ||
      !stored.every((l) => given.has(l.position))
    )
      throw invalidInput([unknownLine]);
    for (const { position, spentCents, comment } of input.lines)
      await tx
        .update(spendingReportLines)
        .set({ spentCents, comment })
        .where(lineKey(deps.fundId, reportId, position));
    await tx
      .update(spendingReports)
      .set({ otherFundingCents: input.otherFundingCents, comment: input.comment })
      .where(and(eq(spendingReports.fundId, deps.fundId), eq(spendingReports.id, reportId)));
    await recordAudit(tx, actor, {
      action: "spending-report.save",
      subject: ["grant", grant.id],
      change: {
        spentCents: Number(input.lines.reduce((sum, line) => sum + line.spentCents, 0n)),
        otherFundingCents: Number(input.otherFundingCents),
      },
    });
  });
}

/** A list of invoices takes the place of the last one; the lines say what it adds up to. */
export async function saveExpenses(
  deps: Deps,
  actor: Actor,
  input: { readonly grantId: string; readonly expenses: readonly Expense[] },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    const { grant } = await lockGrantFor(tx, fundId, actor, input.grantId, "spending-report.write");
    const reportId = await openReport(tx, fundId, grant);
    const stored = await linesOf(tx, fundId, reportId);
    await tx
      .delete(spendingReportExpenses)
      .where(and(eq(spendingReportExpenses.fundId, fundId), eq(spendingReportExpenses.reportId, reportId)));
    if (input.expenses.length > 0)
      await tx
        .insert(spendingReportExpenses)
        .values(input.expenses.map((expense, position) => ({ fundId, reportId, position, ...expense })));
    for (const { position } of stored) {
      const own = input.expenses.filter((one) => one.line === position);
      await tx
        .update(spendingReportLines)
        .set({ spentCents: own.reduce((sum, one) => sum + one.amountCents, 0n) })
        .where(lineKey(fundId, reportId, position));
    }
    await recordAudit(tx, actor, {
      action: "spending-report.list-expenses",
      subject: ["grant", grant.id],
      change: {
        expenses: input.expenses.length,
        spentCents: Number(totalSpent(await linesOf(tx, fundId, reportId))),
      },
    });
  });
}

const lineKey = (fundId: string, reportId: string, position: number) =>
  and(
    eq(spendingReportLines.fundId, fundId),
    eq(spendingReportLines.reportId, reportId),
    eq(spendingReportLines.position, position),
  );

/** The report to write into, made where there is none. The grant is held. */
export async function openReport(tx: Transaction, fundId: string, grant: GrantRow): Promise<string> {
  if (grant.fundSignedAt === null) throw agreementNotSigned();
  const report = await findReport(tx, fundId, grant.id);
  if (report !== undefined) {
    if (report.state !== "draft" && report.state !== "changes_requested") throw reportHandedIn();
    return report.id;
  }
  const id = uuidv7();
  await tx
    .insert(spendingReports)
    .values({ fundId, id, grantId: grant.id, state: "draft", createdAt: await fundNow(tx) });
  const lines = await budgetOf(tx, fundId, grant.id);
  await tx.insert(spendingReportLines).values(lines.map((line) => ({ fundId, reportId: id, ...line })));
  return id;
}
