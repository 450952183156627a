import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Reader, Transaction } from "../db/client.ts";
import { methodChanges } from "../db/schema/pledges.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { PledgeState } from "../domain/pledge.ts";
import { canChangeMethod } from "../domain/saved-method.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { SavedMethod } from "../payments/gateway.ts";
import { hasStartedAttempt } from "./charge-attempts.ts";
import { lockPledge, type PledgeRow, updatePledge } from "./lock-pledge.ts";
import { endLinks } from "./payment-link.ts";
import { lockPaidPledge } from "./recognise-payer.ts";

export type MethodChange = typeof methodChanges.$inferSelect;

const isChange = (fundId: string, id: string) => and(eq(methodChanges.fundId, fundId), eq(methodChanges.id, id));

export async function findOpenChange(reader: Reader, fundId: string, pledgeId: string) {
  const [open] = await reader
    .select()
    .from(methodChanges)
    .where(and(eq(methodChanges.fundId, fundId), eq(methodChanges.pledgeId, pledgeId), isNull(methodChanges.endedAt)));
  return open;
}

/** The pledge's open change of card, or a new one; undefined where its card is not to be changed now. */
export async function startChange(deps: Deps, pledgeId: string): Promise<MethodChange | undefined> {
  return inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, pledgeId);
    if (pledge === undefined || !(await isChangeable(tx, pledge))) return undefined;
    const open = await findOpenChange(tx, deps.fundId, pledgeId);
    if (open !== undefined) return open;
    const [made] = await tx
      .insert(methodChanges)
      .values({ fundId: deps.fundId, id: uuidv7(), pledgeId, openedAt: sql`fund_now()` })
      .returning();
    return made;
  });
}

export async function rememberSession(deps: Deps, change: MethodChange, sessionId: string): Promise<void> {
  await inTransaction(deps.db, (tx) =>
    tx.update(methodChanges).set({ checkoutSessionId: sessionId }).where(isChange(deps.fundId, change.id)),
  );
}

/** Its page was left to expire: the card saved before stays. */
export async function expireChange(deps: Deps, changeId: string): Promise<void> {
  await inTransaction(deps.db, (tx) =>
    tx
      .update(methodChanges)
      .set({ outcome: "expired", endedAt: sql`fund_now()` })
      .where(and(isChange(deps.fundId, changeId), isNull(methodChanges.endedAt))),
  );
}

/**
 * Puts the card a donor just saved in the place of the old one; a pledge that waits for its next try is tried with it
 * at once, on the same payment. Where the charge came first the new card is not kept. What nobody needs any more is
 * forgotten at Stripe by a job. Repeating it changes nothing.
 */
export async function replaceMethod(
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  changeId: string,
  method: SavedMethod,
): Promise<void> {
  const { paymentMethodId } = method;
  if (method.status !== "succeeded" || paymentMethodId === undefined) return;
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPaidPledge(tx, deps, actor, pledgeId, method.fingerprint);
    const [change] = await tx.select().from(methodChanges).where(isChange(deps.fundId, changeId)).for("no key update");
    if (pledge === undefined || change === undefined || change.endedAt !== null) return;
    const isReplaced = await isChangeable(tx, pledge);
    if (isReplaced) await keep(tx, actor, pledge, method, paymentMethodId);
    await tx
      .update(methodChanges)
      .set({
        outcome: isReplaced ? "replaced" : "refused",
        endedAt: sql`fund_now()`,
        unusedMethodId: isReplaced ? pledge.paymentMethodId : paymentMethodId,
      })
      .where(isChange(deps.fundId, changeId));
    await enqueue(tx, "forget-method", { changeId });
  });
}

async function keep(tx: Transaction, actor: Actor, pledge: PledgeRow, method: SavedMethod, paymentMethodId: string) {
  await updatePledge(tx, pledge, {
    ...method.facts,
    paymentMethodId,
    ...(pledge.state === "charging" ? { nextChargeAt: sql`fund_now()` } : {}),
  });
  if (pledge.state === "charging") await enqueue(tx, "charge-pledge", { pledgeId: pledge.id });
  await endLinks(tx, pledge, "used");
  await recordAudit(tx, actor, { action: "pledge.method-changed", subject: ["pledge", pledge.id] });
}

async function isChangeable(tx: Transaction, pledge: PledgeRow): Promise<boolean> {
  const { nextChargeAt, heldReason } = pledge;
  const isOpen = canChangeMethod({ state: pledge.state as PledgeState, nextChargeAt, isHeld: heldReason !== null });
  return isOpen && pledge.mode === "all_or_nothing" && !(await hasStartedAttempt(tx, pledge));
}
