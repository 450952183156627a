import { and, eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { disputes } from "../db/schema/undoing.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type DisputeFacts, type DisputeState, type DisputeStep, stepsOf } from "../domain/dispute.ts";
import { accounts, move } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { splitReturn } from "../domain/refund.ts";
import { enqueue } from "../jobs/outbox.ts";
import { postEntry } from "../ledger/post-entry.ts";
import type { GatewayDispute } from "../payments/gateway.ts";
import { lockPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { openDifference } from "../reconciliation/open-difference.ts";
import { leftOf } from "../refunds/return-facts.ts";
import { loseDispute } from "./lose-dispute.ts";

export type DisputeRow = typeof disputes.$inferSelect;

/**
 * Books what Stripe says of a dispute, step by step from what is known, under the pledge's lock (F4). Its counters
 * freeze the gift while it is open: nothing of it is refunded, paid out or counted for a decision.
 */
export async function recordDispute(deps: Deps, actor: Actor, pledgeId: string, told: GatewayDispute): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge === undefined) return;
    const known = await findDispute(tx, deps.fundId, told.id);
    const steps = stepsOf(known?.state as DisputeState | undefined, {
      status: told.status,
      isWithdrawn: told.withdrawn !== undefined,
      cameBack: cameBackOf(told),
    });
    for (const step of steps) await take(tx, deps, actor, pledge, told, step);
    const { status: stripeStatus, evidenceDueAt } = told;
    if (known !== undefined && (known.stripeStatus !== stripeStatus || isOtherDay(known, told)))
      await change(tx, known, { stripeStatus, evidenceDueAt: evidenceDueAt ?? null });
  });
}

function cameBackOf({ withdrawn, reinstated }: GatewayDispute): DisputeFacts["cameBack"] {
  if (withdrawn === undefined || reinstated === undefined) return "nothing";
  return reinstated.amountCents < withdrawn.amountCents ? "part" : "all";
}

const isOtherDay = (known: DisputeRow, told: GatewayDispute): boolean =>
  known.evidenceDueAt?.getTime() !== told.evidenceDueAt?.getTime();

async function take(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  told: GatewayDispute,
  step: DisputeStep,
): Promise<void> {
  const dispute = await findDispute(tx, deps.fundId, told.id);
  switch (step) {
    case "inquire":
      await insert(tx, deps.fundId, pledge, told, { state: "inquiry" });
      break;
    case "withdraw":
      await withdraw(tx, deps, actor, pledge, told, dispute);
      break;
    case "win":
      if (dispute === undefined || !(await giveBack(tx, deps, actor, dispute, told))) return;
      await enqueue(tx, "unwind-pledge", { pledgeId: pledge.id });
      break;
    case "lose":
      if (dispute !== undefined)
        await loseDispute(tx, deps, actor, pledge, await lostPart(tx, deps, actor, dispute, told));
      break;
    case "close":
      if (dispute !== undefined) await change(tx, dispute, { state: "closed", endedAt: sql`fund_now()` });
      break;
  }
  await recordAudit(tx, actor, {
    action: AUDITED[step],
    subject: ["pledge", pledge.id],
    change: { dispute: told.id, amountCents: Number(told.amountCents), status: told.status },
    reason: told.reason,
  });
}

const AUDITED: Readonly<Record<DisputeStep, string>> = {
  inquire: "dispute.inquiry",
  withdraw: "dispute.open",
  win: "dispute.won",
  lose: "dispute.lost",
  close: "dispute.closed",
};

/** Stripe takes the money: it stands as disputed, and what of the gift it covers is frozen. */
async function withdraw(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  told: GatewayDispute,
  inquiry: DisputeRow | undefined,
): Promise<void> {
  if (told.withdrawn === undefined) return;
  const amountCents = cents(told.withdrawn.amountCents);
  const isOwn = pledge.state === "captured" && pledge.chargeId === told.chargeId;
  const parts = isOwn ? splitReturn(leftOf(pledge), amountCents) : { giftCents: cents(0n), tipCents: cents(0n) };
  const opened = { state: "open", amountCents, ...parts, withdrawnAt: told.withdrawn.occurredAt } as const;
  if (inquiry === undefined) await insert(tx, deps.fundId, pledge, told, opened);
  else await change(tx, inquiry, opened);
  await postEntry(tx, deps.fundId, actor, {
    key: `dispute:${told.id}:withdrawn`,
    kind: "dispute_withdrawn",
    occurredAt: told.withdrawn.occurredAt,
    source: `stripe:${told.id}`,
    postings: move(accounts.disputed, accounts.stripe, amountCents),
  });
}

/** What the bank keeps of a dispute that was lost in part: what came back is booked, and frees as much of tip, then of gift. */
async function lostPart(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  dispute: DisputeRow,
  { reinstated }: GatewayDispute,
): Promise<DisputeRow> {
  if (reinstated === undefined) return dispute;
  await bookReinstated(tx, deps, actor, dispute, reinstated);
  const amountCents = cents(dispute.amountCents - reinstated.amountCents);
  const frozen = { giftCents: cents(dispute.giftCents), tipCents: cents(dispute.tipCents) };
  return { ...dispute, amountCents, ...splitReturn(frozen, amountCents) };
}

/** Won: the same money comes back, once, and the gift is free again. More than that is a person's matter. */
async function giveBack(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  dispute: DisputeRow,
  { reinstated }: GatewayDispute,
): Promise<boolean> {
  if (reinstated === undefined) return false;
  if (reinstated.amountCents !== dispute.amountCents) {
    await openDifference(tx, deps.fundId, actor, {
      kind: "dispute-amount",
      subject: `dispute:${dispute.id}`,
      amountCents: reinstated.amountCents - dispute.amountCents,
      proposedCause: `dispute ${dispute.stripeDisputeId} took ${dispute.amountCents} cents and gave ${reinstated.amountCents} back`,
    });
    return false;
  }
  await change(tx, dispute, { state: "won", endedAt: sql`fund_now()` });
  await bookReinstated(tx, deps, actor, dispute, reinstated);
  return true;
}

const bookReinstated = (
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  { stripeDisputeId }: DisputeRow,
  { amountCents, occurredAt }: NonNullable<GatewayDispute["reinstated"]>,
) =>
  postEntry(tx, deps.fundId, actor, {
    key: `dispute:${stripeDisputeId}:reinstated`,
    kind: "dispute_reinstated",
    occurredAt,
    source: `stripe:${stripeDisputeId}`,
    postings: move(accounts.stripe, accounts.disputed, amountCents),
  });

async function findDispute(tx: Transaction, fundId: string, stripeDisputeId: string): Promise<DisputeRow | undefined> {
  const [row] = await tx
    .select()
    .from(disputes)
    .where(and(eq(disputes.fundId, fundId), eq(disputes.stripeDisputeId, stripeDisputeId)))
    .for("no key update");
  return row;
}

const insert = (
  tx: Transaction,
  fundId: string,
  pledge: PledgeRow,
  told: GatewayDispute,
  more: { readonly state: "inquiry" | "open"; readonly amountCents?: bigint; readonly withdrawnAt?: Date },
) =>
  tx.insert(disputes).values({
    fundId,
    id: uuidv7(),
    stripeDisputeId: told.id,
    chargeId: told.chargeId,
    pledgeId: pledge.id,
    reason: told.reason,
    stripeStatus: told.status,
    amountCents: told.amountCents,
    openedAt: told.openedAt,
    evidenceDueAt: told.evidenceDueAt ?? null,
    ...more,
  });

const change = (tx: Transaction, { fundId, id }: DisputeRow, set: PgUpdateSetSource<typeof disputes>) =>
  tx
    .update(disputes)
    .set(set)
    .where(and(eq(disputes.fundId, fundId), eq(disputes.id, id)));
