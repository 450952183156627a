import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { spendingReports } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { linesNotListed, totalSpent } from "../domain/spending-report.ts";
import { invalidInput } from "../errors.ts";
import { expensesOf, findReport, linesOf, lockGrantFor } from "./lock-report.ts";
import { agreementNotSigned, notAsListed, reportHandedIn } from "./messages.ts";

/** The holder's owner hands the report in: the project is finished, and the report reads as it is. */
export async function submitReport(deps: Deps, actor: Actor, { grantId }: { readonly grantId: string }): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    const { person } = await lockGrantFor(tx, fundId, actor, grantId, "spending-report.submit");
    const report = await findReport(tx, fundId, grantId);
    if (report === undefined) throw agreementNotSigned();
    if (report.state === "submitted" && report.submittedBy === person.userId) return;
    if (report.state !== "draft" && report.state !== "changes_requested") throw reportHandedIn();
    const lines = await linesOf(tx, fundId, report.id);
    const unlisted = linesNotListed(lines, await expensesOf(tx, fundId, report.id));
    if (unlisted.length > 0) throw invalidInput(unlisted.map(notAsListed));
    await tx
      .update(spendingReports)
      .set({ state: "submitted", submittedAt: await fundNow(tx), submittedBy: person.userId })
      .where(and(eq(spendingReports.fundId, fundId), eq(spendingReports.id, report.id)));
    await recordAudit(tx, actor, {
      action: "spending-report.submit",
      subject: ["grant", grantId],
      change: { spentCents: Number(totalSpent(lines)), otherFundingCents: Number(report.otherFundingCents) },
    });
  });
}
