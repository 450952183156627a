import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign } from "../campaigns/named-campaign.ts";
import type { Transaction } from "../db/client.ts";
import { refundRequests } from "../db/schema/undoing.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { tellMembers } from "../organisations/tell-members.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";
import { lockRequest, partsOf, type RequestRow, refuseOwnSide } from "./lock-request.ts";
import { requestState, secondPersonNeeded } from "./messages.ts";
import { oweRefund } from "./owe-refund.ts";
import { checkPossible } from "./propose-refund.ts";

/** The second person agrees to a refund above the fund's threshold: only now it is owed (F3). */
export async function confirmRefund(deps: Deps, actor: Actor, requestId: string): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "pledge.read-any")) throw notFound();
  if (!permits(actor, "refund.confirm")) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    const { request, pledge } = await lockRequest(tx, deps.fundId, requestId);
    await refuseOwnSide(tx, actor, { request, pledge });
    if (request.state === "accepted" && request.decidedBy === actor.userId) return;
    if (request.state !== "proposed") throw requestState();
    if (request.proposedBy === actor.userId) throw secondPersonNeeded();
    const parts = partsOf(request);
    checkPossible(pledge, parts);
    const refundId = await oweRefund(tx, deps, actor, pledge, { parts, reason: "staff_decision" });
    await tx
      .update(refundRequests)
      .set({ state: "accepted", refundId, decidedBy: actor.userId, decidedAt: sql`fund_now()` })
      .where(and(eq(refundRequests.fundId, deps.fundId), eq(refundRequests.id, request.id)));
    await recordAudit(tx, actor, {
      action: "refund.accept",
      subject: ["pledge", pledge.id],
      change: { requestId, refundId },
      reason: request.reason,
    });
  });
}

/** Staff say no, with the reason: to whoever asked, donor or holder, or to a colleague's proposal. */
export async function refuseRefund(
  deps: Deps,
  actor: Actor,
  input: { readonly requestId: string; readonly reason: string },
): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "pledge.read-any")) throw notFound();
  if (!permits(actor, "refund.propose") && !permits(actor, "refund.confirm")) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    const { request, pledge } = await lockRequest(tx, deps.fundId, input.requestId);
    await refuseOwnSide(tx, actor, { request, pledge });
    if (request.state !== "asked" && request.state !== "proposed") throw requestState();
    await tx
      .update(refundRequests)
      .set({ state: "refused", refusal: input.reason, decidedBy: actor.userId, decidedAt: sql`fund_now()` })
      .where(and(eq(refundRequests.fundId, deps.fundId), eq(refundRequests.id, request.id)));
    await recordAudit(tx, actor, {
      action: "refund.refuse",
      subject: ["pledge", pledge.id],
      change: { requestId: request.id },
      reason: input.reason,
    });
    await tellWhoAsked(tx, request, pledge);
  });
}

/** Only whoever asked: a donor learns nothing of what others asked in vain about their gift. */
async function tellWhoAsked(tx: Transaction, { id, askedBy, fundId }: RequestRow, { campaignId }: PledgeRow) {
  if (askedBy === "donor") await enqueue(tx, "send-mail", { template: "refund-refused", subjectId: id });
  if (askedBy !== "holder") return;
  const { organisationId } = await findCampaign(tx, fundId, campaignId);
  await tellMembers(tx, organisationId, "holder-refund-refused", id);
}
