import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { matchingPots, potWithdrawals } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { personWhoMay } from "../disbursements/check-access.ts";
import { findPayee } from "../disbursements/find-payee.ts";
import type { Actor } from "../domain/actor.ts";
import type { Cents } from "../domain/money.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import { potRemaining } from "../matching/queries.ts";
import { agreementOfPot, withdrawalHash } from "./load-withdrawal.ts";
import { moreThanRemains } from "./messages.ts";

export type WithdrawalRequest = { readonly potId: string; readonly amountCents: Cents; readonly reason: string };

/**
 * The partner's owner, or an administrator for it, asks for money of the pot back. From here on no rule can reserve
 * it: the pot counts it as withdrawn in the same transaction, under its own lock (M2).
 */
export async function requestWithdrawal(
  deps: Deps,
  actor: Actor,
  { potId, amountCents, reason }: WithdrawalRequest,
): Promise<{ readonly withdrawalId: string; readonly contentHash: string }> {
  const { fundId } = deps;
  return await inTransaction(deps.db, async (tx) => {
    const [pot] = await tx
      .select()
      .from(matchingPots)
      .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)))
      .for("no key update");
    if (pot === undefined) throw notFound();
    const { partnerId } = await agreementOfPot(tx, fundId, potId);
    const person = personWhoMay(actor, "withdrawal.request", partnerId, "pot.read");
    const left = potRemaining(pot);
    if (amountCents > left) throw moreThanRemains(left);
    const { bankAccountId, fingerprint } = await findPayee(tx, partnerId, "sepa");
    if (bankAccountId === null) throw new InvariantViolation(`payee ${partnerId} has no bank account`);

    const id = uuidv7();
    const hash = withdrawalHash({ amountCents, potId, partnerId, accountFingerprint: fingerprint, reason });
    await tx.insert(potWithdrawals).values({
      fundId,
      id,
      potId,
      amountCents,
      bankAccountId,
      reason,
      state: "requested",
      contentHash: hash,
      requestedBy: person.userId,
      createdAt: await fundNow(tx),
      // 33 characters of the SEPA set, and the withdrawal's own id in them.
      endToEndId: `W${id.replaceAll("-", "").toUpperCase()}`,
    });
    await recordAudit(tx, actor, {
      action: "withdrawal.request",
      subject: ["withdrawal", id],
      change: { potId, amountCents: Number(amountCents), contentHash: hash },
      reason,
    });
    return { withdrawalId: id, contentHash: hash };
  });
}
