import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { differences } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type Actor, actorReference } from "../domain/actor.ts";
import { decideClosing, parseResolution } from "../domain/difference.ts";
import { accounts, move } from "../domain/ledger.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, InvariantViolation, notFound } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { lockPledge } from "../pledges/lock-pledge.ts";
import { returnHeldCharge } from "../pledges/return-held-charge.ts";
import { closeRefund } from "../refunds/resend-refund.ts";
import { REFUND_FAILED } from "../refunds/send-refund.ts";
import { bankGap, holdStatements } from "./compare-bank-balance.ts";
import { lockDifference } from "./explain-difference.ts";
import { differenceState, resolutionNotPossible, secondPersonNeeded } from "./messages.ts";
import { checkAccountCovers, lockBankLine, resolveBankLine } from "./resolve-bank-line.ts";
import { resolveStripeTransaction } from "./resolve-stripe-transaction.ts";
import { splitBankLine } from "./split-bank-line.ts";

/** The second person agrees: what the first proposed is carried out, and the difference is closed, once (R2). */
export async function closeDifference(
  deps: Deps,
  actor: Actor,
  input: {
    readonly differenceId: string;
    /** What the closer had before them: another proposal made meanwhile is not agreed to. */
    readonly resolution: string;
  },
): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "difference.read")) throw notFound();
  if (!permits(actor, "difference.close")) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    await lockHeldPledge(tx, deps.fundId, input);
    const difference = await lockDifference(tx, deps.fundId, input.differenceId);
    if (difference.state === "closed" && difference.closedBy === actorReference(actor)) return;
    const decision = decideClosing(difference, actor.userId);
    if (decision.kind === "refused") throw decision.reason === "state" ? differenceState() : secondPersonNeeded();
    if (difference.resolution !== input.resolution) throw differenceState();
    const closingEntryId = await carryOut(tx, deps, actor, difference);
    await tx
      .update(differences)
      .set({ state: "closed", closedAt: await fundNow(tx), closedBy: actorReference(actor), closingEntryId })
      .where(and(eq(differences.fundId, deps.fundId), eq(differences.id, difference.id)));
    await recordAudit(tx, actor, {
      action: "difference.closed",
      subject: ["difference", difference.id],
      change: { resolution: difference.resolution, entryId: closingEntryId },
      ...(difference.explanation === null ? {} : { reason: difference.explanation }),
    });
  });
}

/** A pledge is locked before what is known of it, here as everywhere. */
async function lockHeldPledge(tx: Transaction, fundId: string, input: { differenceId: string; resolution: string }) {
  if (input.resolution !== "refund") return;
  const [about] = await tx
    .select({ subject: differences.subject })
    .from(differences)
    .where(and(eq(differences.fundId, fundId), eq(differences.id, input.differenceId), eq(differences.kind, HELD)));
  if (about !== undefined) await lockPledge(tx, fundId, pledgeIdOf(about.subject));
}

const HELD = "pledge-amount";
const pledgeIdOf = (subject: string) => subject.replace(/^pledge:/, "");

async function carryOut(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  difference: typeof differences.$inferSelect,
): Promise<string | null> {
  const resolution = parseResolution(difference.resolution ?? "");
  if (resolution === undefined) throw new InvariantViolation(`difference ${difference.id} proposes nothing`);
  if (difference.kind === "bank-line") {
    const line = await lockBankLine(tx, deps.fundId, difference.subject);
    if (resolution.kind === "split") return await splitBankLine(tx, deps, actor, line, resolution.parts);
    return await resolveBankLine(tx, deps, actor, line, resolution);
  }
  if (resolution.kind === "refund") {
    const returned = await returnHeldCharge(tx, deps, actor, pledgeIdOf(difference.subject));
    if (returned === undefined) throw resolutionNotPossible();
    return returned;
  }
  if (resolution.kind !== "account") return null;
  if (difference.kind === REFUND_FAILED) return await closeRefund(tx, deps, actor, difference, resolution.account);
  await checkAccountCovers(tx, deps.fundId, resolution.account, difference.amountCents);
  if (difference.kind === "stripe-transaction") {
    const { subject, proposedCause } = difference;
    return await resolveStripeTransaction(tx, deps.fundId, actor, subject, proposedCause, resolution.account);
  }
  // A statement may have come since: what is missing now is what may be booked.
  await holdStatements(tx, deps.fundId);
  const gap = await bankGap(tx, deps.fundId);
  if (gap?.cents !== difference.amountCents) throw differenceState();
  const { entryId } = await postEntry(tx, deps.fundId, actor, {
    key: `difference:${difference.id}:closed`,
    kind: "bank_balance_adjusted",
    occurredAt: await fundNow(tx),
    source: `difference:${difference.id}`,
    postings: move(accounts.bank, resolution.account, difference.amountCents),
  });
  return entryId;
}
