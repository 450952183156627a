import { and, asc, desc, eq, inArray, type SQL } from "drizzle-orm";
import {
  bankAccounts,
  cooperationAgreements,
  matchingPots,
  organisations,
  potWithdrawalApprovals,
  potWithdrawals,
  users,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { stateOf } from "../disbursements/load-order.ts";
import type { ApprovalRow } from "../disbursements/queries.ts";
import type { Actor } from "../domain/actor.ts";
import { APPROVAL_STEPS, type DisbursementState } from "../domain/disbursement.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";

const MOST = 500;

const selectWithdrawals = ({ db, fundId }: Deps, where: SQL | undefined) =>
  db
    .select({
      id: potWithdrawals.id,
      potId: potWithdrawals.potId,
      potName: matchingPots.name,
      agreementId: cooperationAgreements.id,
      partnerId: cooperationAgreements.partnerId,
      partnerName: organisations.name,
      amountCents: potWithdrawals.amountCents,
      reason: potWithdrawals.reason,
      state: potWithdrawals.state,
      contentHash: potWithdrawals.contentHash,
      requestedBy: potWithdrawals.requestedBy,
      requestedByName: users.name,
      createdAt: potWithdrawals.createdAt,
      accountMasked: bankAccounts.ibanMasked,
      accountHolder: bankAccounts.holderName,
      endToEndId: potWithdrawals.endToEndId,
      paymentFileId: potWithdrawals.paymentFileId,
      sentAt: potWithdrawals.sentAt,
      paidAt: potWithdrawals.paidAt,
      endedReason: potWithdrawals.endedReason,
    })
    .from(potWithdrawals)
    .innerJoin(
      matchingPots,
      and(eq(matchingPots.fundId, potWithdrawals.fundId), eq(matchingPots.id, potWithdrawals.potId)),
    )
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .innerJoin(bankAccounts, eq(bankAccounts.id, potWithdrawals.bankAccountId))
    .innerJoin(users, eq(users.id, potWithdrawals.requestedBy))
    .where(and(eq(potWithdrawals.fundId, fundId), where))
    .orderBy(desc(potWithdrawals.id))
    .limit(MOST);

export type Withdrawal = Omit<Awaited<ReturnType<typeof selectWithdrawals>>[number], "state"> & {
  readonly state: DisbursementState;
};

const list = async (deps: Deps, where: SQL | undefined): Promise<readonly Withdrawal[]> =>
  (await selectWithdrawals(deps, where)).map((row) => ({ ...row, state: stateOf(row.state) }));

/** A pot's withdrawals, newest first. Who may see the pot is the caller's to have checked. */
export const withdrawalsOfPot = (deps: Deps, potId: string) => list(deps, eq(potWithdrawals.potId, potId));

/** What a payment file pays to partners; the file is the caller's to have checked. */
export const withdrawalsInFile = (deps: Deps, fileId: string) => list(deps, eq(potWithdrawals.paymentFileId, fileId));

/** Withdrawals that wait for the fund's staff in these states. */
export const listWithdrawals = (deps: Deps, actor: Actor, states: readonly DisbursementState[]) => {
  if (!permits(actor, "disbursement.read")) throw notFound();
  return list(deps, inArray(potWithdrawals.state, [...states]));
};

export type WithdrawalDetail = Withdrawal & { readonly approvals: readonly ApprovalRow[] };

/** Everything an approver must see of one withdrawal (D3, D4). */
export async function readWithdrawal(deps: Deps, actor: Actor, id: string): Promise<WithdrawalDetail> {
  const [row] = await list(deps, eq(potWithdrawals.id, id));
  if (row === undefined || !permits(actor, "pot.read", row.partnerId)) throw notFound();
  return { ...row, approvals: await listApprovals(deps, id) };
}

async function listApprovals({ db, fundId }: Deps, withdrawalId: string): Promise<readonly ApprovalRow[]> {
  const rows = await db
    .select({ approval: potWithdrawalApprovals, name: users.name })
    .from(potWithdrawalApprovals)
    .innerJoin(users, eq(users.id, potWithdrawalApprovals.userId))
    .where(and(eq(potWithdrawalApprovals.fundId, fundId), eq(potWithdrawalApprovals.withdrawalId, withdrawalId)))
    .orderBy(asc(potWithdrawalApprovals.createdAt));
  return rows.flatMap(({ approval, name }) => {
    const step = APPROVAL_STEPS.find((known) => known === approval.step);
    const { userId, createdAt, voidedAt } = approval;
    return step === undefined ? [] : [{ step, userId, name, createdAt, voidedAt }];
  });
}
