import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, credit, debit, type Posting } from "../domain/ledger.ts";
import {
  type CampaignWindow,
  type ChargeFacts,
  decideCapture,
  endStateOf,
  hasEnded,
  type PledgeState,
} from "../domain/pledge.ts";
import { InvariantViolation } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { commitMatches } from "../matching/move-matches.ts";
import { closeDifferences } from "../reconciliation/close-differences.ts";
import { openDifference } from "../reconciliation/open-difference.ts";
import { endAttempts } from "./charge-attempts.ts";
import { endPledge } from "./end-pledge.ts";
import { type PledgeRow, pledgeFacts, updatePledge } from "./lock-pledge.ts";
import { endLinks } from "./payment-link.ts";
import { isHeld, returnLateMoney } from "./return-late-money.ts";
import { settleWhenLast } from "./settle-when-last.ts";

export type CaptureOutcome = ReturnType<typeof decideCapture>["kind"];

/**
 * Books a charge of a locked pledge, whatever way and however often we learn of it (S2): the gift to its campaign,
 * the tip to the fund, its matches out of their pots. What must not be kept is returned (P7), what does not tie is
 * held (S4).
 */
export async function captureLocked(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  charge: ChargeFacts,
): Promise<CaptureOutcome> {
  const campaign = await windowOf(tx, deps.fundId, pledge.campaignId);
  const decision = decideCapture(pledgeFacts(pledge), charge, campaign);
  switch (decision.kind) {
    case "already_captured":
      break;
    case "late":
      if (pledge.heldReason === null || campaign.isDecided || isHeld(pledge, charge.chargeId))
        await endUncaptured(tx, deps, actor, pledge, campaign);
      await returnCharge(tx, deps, actor, pledge, charge);
      break;
    case "held":
      await hold(tx, deps, actor, pledge, charge);
      break;
    case "captured":
      await capture(tx, deps, actor, pledge, charge);
      break;
  }
  return decision.kind;
}

async function capture(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  charge: ChargeFacts,
): Promise<void> {
  await updatePledge(tx, pledge, {
    state: "captured",
    chargeId: charge.chargeId,
    capturedAt: charge.capturedAt,
    capturedCents: charge.amountCents,
    nextChargeAt: null,
    pendingSince: null,
    lastDeclineCode: null,
  });
  if (pledge.state === "action_required") await endLinks(tx, pledge, "used");
  await endAttempts(tx, pledge, "succeeded");
  await commitMatches(tx, deps.fundId, actor, pledge.id, charge.capturedAt);
  await postCharge(tx, deps, actor, charge, [
    credit(accounts.gifts(pledge.campaignId), pledge.amountCents),
    credit(accounts.tips, pledge.tipCents),
  ]);
  await recordAudit(tx, actor, {
    action: "pledge.captured",
    subject: ["pledge", pledge.id],
    change: { chargeId: charge.chargeId, amountCents: Number(charge.amountCents) },
  });
  await enqueue(tx, "send-mail", { template: "pledge-captured", subjectId: pledge.id });
  if (pledge.state !== "draft") await settleWhenLast(tx, pledge);
}

async function returnCharge(tx: Transaction, deps: Deps, actor: Actor, pledge: PledgeRow, charge: ChargeFacts) {
  const entryId = await returnLateMoney(tx, deps, actor, pledge, charge);
  if (entryId === undefined || !isHeld(pledge, charge.chargeId)) return;
  const subject = heldSubject(pledge);
  await closeDifferences(tx, deps.fundId, actor, HELD, [{ subject, entryId }]);
}

const HELD = "pledge-amount";
const heldSubject = (pledge: PledgeRow) => `pledge:${pledge.id}`;

/** S4: the money stands in suspense and a person decides. */
async function hold(tx: Transaction, deps: Deps, actor: Actor, pledge: PledgeRow, charge: ChargeFacts): Promise<void> {
  if (isHeld(pledge, charge.chargeId)) return;
  await updatePledge(tx, pledge, { heldReason: "amount_mismatch", chargeId: charge.chargeId });
  await endAttempts(tx, pledge, "succeeded");
  if (charge.currency === "eur")
    await postCharge(tx, deps, actor, charge, [credit(accounts.suspense, charge.amountCents)]);
  await openDifference(tx, deps.fundId, actor, {
    kind: HELD,
    subject: heldSubject(pledge),
    amountCents: charge.amountCents - pledge.amountCents - pledge.tipCents,
    proposedCause: `charge ${charge.chargeId} is ${charge.amountCents} ${charge.currency} cents, the pledge is ${pledge.amountCents + pledge.tipCents}`,
  });
}

const postCharge = (tx: Transaction, deps: Deps, actor: Actor, charge: ChargeFacts, credits: readonly Posting[]) =>
  postEntry(tx, deps.fundId, actor, {
    key: `charge:${charge.chargeId}:captured`,
    kind: "charge_captured",
    occurredAt: charge.capturedAt,
    source: `stripe:${charge.chargeId}`,
    postings: [debit(accounts.stripe, charge.amountCents), ...credits],
  });

async function endUncaptured(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledge: PledgeRow,
  campaign: CampaignWindow,
): Promise<void> {
  const state = pledge.state as PledgeState;
  if (state === "captured" || hasEnded(state)) return;
  await endPledge(tx, deps, actor, pledge, endStateOf(state), campaign.isDecided ? "window_ended" : "after_deadline");
}

async function windowOf(tx: Transaction, fundId: string, campaignId: string): Promise<CampaignWindow> {
  const [row] = await tx
    .select({ deadlineAt: campaigns.deadlineAt, state: campaigns.state })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  if (row === undefined) throw new InvariantViolation(`campaign ${campaignId} does not exist`);
  return { deadlineAt: row.deadlineAt, isDecided: ["succeeded", "failed", "cancelled"].includes(row.state) };
}
