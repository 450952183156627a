import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { disbursements, instalmentEvidence } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { changeState, voidApprovals } from "../disbursements/change-state.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { belongsTo, lockInstalment } from "./lock-instalment.ts";
import { evidenceAnswered, evidencePaid, notIndependent, successorInUse } from "./messages.ts";

type Answer = {
  readonly instalmentId: string;
  /** Hash of the evidence as the case officer read it. */
  readonly contentHash: string;
};

/** A case officer who is none of the holder's accepts what was sent: the instalment may be asked for, its successor opens (D2). */
export const acceptEvidence = (deps: Deps, actor: Actor, input: Answer): Promise<void> =>
  answerEvidence(deps, actor, input, { state: "accepted", reason: null });

/**
 * The evidence does not do, and the holder reads why and sends another. An acceptance can be taken back so until money
 * left for it, or a later one was asked for: the approvals of its payments fall (D4).
 */
export const refuseEvidence = (deps: Deps, actor: Actor, input: Answer & { readonly reason: string }): Promise<void> =>
  answerEvidence(deps, actor, input, { state: "refused", reason: input.reason });

type Outcome =
  | { readonly state: "accepted"; readonly reason: null }
  | { readonly state: "refused"; readonly reason: string };

async function answerEvidence(deps: Deps, actor: Actor, input: Answer, outcome: Outcome): Promise<void> {
  const { instalmentId, contentHash } = input;
  await inTransaction(deps.db, async (tx) => {
    const orders = await lockOpenOrders(tx, deps.fundId, instalmentId);
    const { grant, person, instalment } = await lockInstalment(tx, deps, actor, "evidence.examine", instalmentId);
    const [evidence] = await tx
      .select()
      .from(instalmentEvidence)
      .where(
        and(
          eq(instalmentEvidence.fundId, deps.fundId),
          eq(instalmentEvidence.id, instalment.evidenceId ?? instalmentId),
        ),
      );
    const isWaiting = evidence?.state === "sent" || (evidence?.state === "accepted" && outcome.state === "refused");
    if (!isWaiting || evidence.contentHash !== contentHash) throw evidenceAnswered();
    if (belongsTo(person, grant.organisationId) || evidence.sentBy === person.userId) throw notIndependent();
    const at = await fundNow(tx);
    if (evidence.state === "accepted") {
      if (orders.some((one) => one.state === "ordered") || hasLeft(instalment, orders)) throw evidencePaid();
      if (await isSuccessorTaken(tx, deps.fundId, instalment)) throw successorInUse();
      for (const order of orders) {
        await voidApprovals(tx, deps.fundId, order.id, at);
        await changeState(tx, deps.fundId, order.id, { state: "cancelled", endedReason: outcome.reason ?? "" });
      }
    }
    await tx
      .update(instalmentEvidence)
      .set({ ...outcome, decidedBy: person.userId, decidedAt: at })
      .where(and(eq(instalmentEvidence.fundId, deps.fundId), eq(instalmentEvidence.id, evidence.id)));
    await recordAudit(tx, actor, {
      action: outcome.state === "accepted" ? "evidence.accept" : "evidence.refuse",
      subject: ["instalment", instalmentId],
      change: {
        evidenceId: evidence.id,
        contentHash,
        cancelledPayments: evidence.state === "accepted" ? orders.length : 0,
      },
      ...(outcome.reason !== null && { reason: outcome.reason }),
    });
    for (const { userId } of await membersOf(tx, grant.organisationId)) {
      await enqueue(tx, "send-mail", { template: "evidence-answered", subjectId: `${evidence.id}/${userId}` });
    }
  });
}

/** Orders are locked before their grant, as everywhere. */
const lockOpenOrders = (tx: Transaction, fundId: string, instalmentId: string) =>
  tx
    .select({ id: disbursements.id, state: disbursements.state, amountCents: disbursements.amountCents })
    .from(disbursements)
    .where(
      and(
        eq(disbursements.fundId, fundId),
        eq(disbursements.instalmentId, instalmentId),
        inArray(disbursements.state, ["requested", "authorised", "ordered"]),
      ),
    )
    .orderBy(asc(disbursements.id))
    .for("no key update");

/** More of it is taken than its open orders: something is sent or paid, or was asked for this moment. */
const hasLeft = (
  instalment: { readonly takenCents: bigint },
  orders: readonly { readonly amountCents: bigint }[],
): boolean => instalment.takenCents > orders.reduce((sum, one) => sum + one.amountCents, 0n);

/** An order of a later instalment rests on this evidence too; exact where the grant's row is locked (D2). */
async function isSuccessorTaken(
  tx: Transaction,
  fundId: string,
  { grantId, number }: { readonly grantId: string; readonly number: number },
): Promise<boolean> {
  const rows = await tx.execute(sql`
    select from disbursements d join instalments i on i.fund_id = d.fund_id and i.id = d.instalment_id
    where d.fund_id = ${fundId} and d.grant_id = ${grantId} and i.number > ${number}
      and d.state in ('requested', 'authorised', 'ordered', 'sent', 'paid') limit 1`);
  return rows.length > 0;
}
