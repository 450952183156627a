import { createHash } from "node:crypto";
import { and, asc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import {
  bankAccounts,
  cooperationAgreements,
  matchingPots,
  potWithdrawalApprovals,
  potWithdrawals,
} from "../db/schema/index.ts";
import { allowanceAt } from "../disbursements/approval-allowance.ts";
import { findPeople } from "../disbursements/find-people.ts";
import { stateOf } from "../disbursements/load-order.ts";
import { isCooled } from "../domain/account-cooling.ts";
import { APPROVAL_STEPS, type Approval, type Order } from "../domain/disbursement.ts";
import { cents } from "../domain/money.ts";
import { canonicalWithdrawal, type WithdrawalContent } from "../domain/withdrawal.ts";
import { InvariantViolation, notFound } from "../errors.ts";

/** SHA-256 of what is approved, as lower-case hexadecimal (D4). */
export const withdrawalHash = (content: WithdrawalContent): string =>
  createHash("sha256").update(canonicalWithdrawal(content)).digest("hex");

/** A withdrawal as the rules of payment orders judge it (D3, D4), with what its payment needs. */
export type LoadedWithdrawal = Order & {
  readonly id: string;
  readonly potId: string;
  readonly agreementId: string;
  readonly partnerId: string;
  readonly bankAccountId: string;
  readonly reason: string;
  /** What the partner reads on its statement. */
  readonly purpose: string;
  readonly endToEndId: string;
  readonly orders: number;
};

/** Locks the withdrawal until the transaction ends and reads everything its next step depends on. */
export async function lockWithdrawalOrder(tx: Transaction, fundId: string, id: string): Promise<LoadedWithdrawal> {
  const [row] = await tx
    .select()
    .from(potWithdrawals)
    .where(and(eq(potWithdrawals.fundId, fundId), eq(potWithdrawals.id, id)))
    .for("no key update");
  if (row === undefined) throw notFound();
  const { agreementId, partnerId, potName } = await agreementOfPot(tx, fundId, row.potId);
  const [account] = await tx.select().from(bankAccounts).where(eq(bankAccounts.id, row.bankAccountId));
  const amountCents = cents(row.amountCents);
  return {
    ...row,
    agreementId,
    partnerId,
    purpose: `Retrait ${potName}`.slice(0, 140),
    amountCents,
    state: stateOf(row.state),
    sides: { requestedBy: row.requestedBy, holderId: partnerId, partnerIds: [] },
    approvals: await liveApprovals(tx, fundId, id),
    storedHash: row.contentHash,
    currentHash: withdrawalHash({
      amountCents,
      potId: row.potId,
      partnerId,
      accountFingerprint: account?.ibanFingerprint ?? "",
      reason: row.reason,
    }),
    isAccountUsable: account?.state === "verified",
    isAccountCooled: isCooled(account?.verifiedAt ?? null, await fundNow(tx)),
    isAgreementSigned: true,
    // The pot has counted it as withdrawn since it was asked for: it is there.
    payableCents: amountCents,
  };
}

export async function agreementOfPot(tx: Transaction, fundId: string, potId: string) {
  const [row] = await tx
    .select({
      agreementId: cooperationAgreements.id,
      partnerId: cooperationAgreements.partnerId,
      state: cooperationAgreements.state,
      potName: matchingPots.name,
    })
    .from(matchingPots)
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)));
  if (row === undefined) throw new InvariantViolation(`pot ${potId} has no agreement`);
  return row;
}

async function liveApprovals(tx: Transaction, fundId: string, withdrawalId: string): Promise<readonly Approval[]> {
  const rows = await tx
    .select()
    .from(potWithdrawalApprovals)
    .where(
      and(
        eq(potWithdrawalApprovals.fundId, fundId),
        eq(potWithdrawalApprovals.withdrawalId, withdrawalId),
        isNull(potWithdrawalApprovals.voidedAt),
      ),
    )
    .orderBy(asc(potWithdrawalApprovals.createdAt));
  const people = await findPeople(
    tx,
    rows.map((row) => row.userId),
  );
  const approvals: Approval[] = [];
  for (const { userId, step: name, contentHash, createdAt } of rows) {
    const person = people.get(userId);
    const step = APPROVAL_STEPS.find((known) => known === name);
    if (person === undefined || step === undefined) continue;
    const allowance = await allowanceAt(tx, fundId, userId, withdrawalId, createdAt);
    approvals.push({ step, person, contentHash, allowance });
  }
  return approvals;
}
