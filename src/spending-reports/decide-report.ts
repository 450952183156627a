import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { type grants, spendingReports } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { grantMoney } from "../disbursements/grant-money.ts";
import type { Actor } from "../domain/actor.ts";
import { cents, remaining } from "../domain/money.ts";
import { totalSpent } from "../domain/spending-report.ts";
import { spentOfGrant, unspentCents } from "../domain/unspent.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { lockGrantMoney } from "../refunds/return-facts.ts";
import { findReport, linesOf, lockGrantFor, type ReportRow } from "./lock-report.ts";
import { moneyUnsettled, ofTheHolder, paymentsUnderWay, reportNotSubmitted } from "./messages.ts";
import { type Returned, returnUnspent } from "./return-unspent.ts";

export type Decision = { readonly grantId: string; readonly note: string };

/** A case officer asks the holder to correct the report, and says what. */
export async function requestChanges(deps: Deps, actor: Actor, { grantId, note }: Decision): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { grant, person } = await lockGrantFor(tx, deps.fundId, actor, grantId, "spending-report.decide");
    const report = await submittedReport(tx, deps, person, grant);
    await tx
      .update(spendingReports)
      .set({
        state: "changes_requested",
        decidedAt: await fundNow(tx),
        decidedBy: person.userId,
        decisionNote: note,
      })
      .where(and(eq(spendingReports.fundId, deps.fundId), eq(spendingReports.id, report.id)));
    await recordAudit(tx, actor, {
      action: "spending-report.request-changes",
      subject: ["grant", grantId],
      reason: note,
    });
    await tell(tx, grant.organisationId, grantId);
  });
}

/**
 * A case officer accepts the report, and what was not spent goes back in the same transaction. It waits while a payment
 * is under way, a gift is disputed or an amendment is to be signed: each would change what the grant is.
 */
export async function acceptReport(deps: Deps, actor: Actor, { grantId, note }: Decision): Promise<Returned> {
  return await inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    const { grant: seen, person } = await lockGrantFor(tx, fundId, actor, grantId, "spending-report.decide");
    const report = await submittedReport(tx, deps, person, seen);
    const where = await lockGrantMoney(tx, fundId, grantId);
    const money = await grantMoney(tx, where.grant);
    if (money.engagedCents > 0n) throw paymentsUnderWay();
    if (money.frozenCents > 0n) throw moneyUnsettled();
    const spent = spentOfGrant(totalSpent(await linesOf(tx, fundId, report.id)), cents(report.otherFundingCents));
    const netCents = remaining(money.amountCents, money.owedBackCents);
    const returned = await returnUnspent(tx, deps, actor, {
      where,
      amountCents: unspentCents(netCents, spent),
      netCents,
      key: `report:${report.id}:unspent`,
      reason: `Compte rendu ${report.id}`,
    });
    await tx
      .update(spendingReports)
      .set({
        state: "accepted",
        decidedAt: await fundNow(tx),
        decidedBy: person.userId,
        decisionNote: note === "" ? null : note,
        keptBackCents: returned.keptBackCents,
        claimedCents: returned.claimedCents,
        toPotsCents: returned.toPotsCents,
        toReserveCents: cents(returned.toReserveCents + returned.toGeneralCents),
      })
      .where(and(eq(spendingReports.fundId, fundId), eq(spendingReports.id, report.id)));
    await recordAudit(tx, actor, {
      action: "spending-report.accept",
      subject: ["grant", grantId],
      change: { spentOfGrantCents: Number(spent) },
      ...(note !== "" && { reason: note }),
    });
    await tell(tx, seen.organisationId, grantId);
    return returned;
  });
}

type Person = Extract<Actor, { kind: "user" }>;

async function submittedReport(
  tx: Transaction,
  { fundId }: Deps,
  person: Person,
  grant: typeof grants.$inferSelect,
): Promise<ReportRow> {
  const report = await findReport(tx, fundId, grant.id);
  if (report?.state !== "submitted") throw reportNotSubmitted();
  if (person.memberships.some((one) => one.organisationId === grant.organisationId)) throw ofTheHolder();
  return report;
}

async function tell(tx: Transaction, organisationId: string, grantId: string): Promise<void> {
  for (const { userId } of await membersOf(tx, organisationId))
    await enqueue(tx, "send-mail", { template: "report-decided", subjectId: `${grantId}/${userId}` });
}
