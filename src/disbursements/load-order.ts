import { and, asc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { bankAccounts, disbursementApprovals, disbursements, grants, organisations } from "../db/schema/index.ts";
import { isCooled } from "../domain/account-cooling.ts";
import {
  APPROVAL_STEPS,
  type Approval,
  DISBURSEMENT_STATES,
  type DisbursementState,
  type Order,
  RAILS,
  type Rail,
} from "../domain/disbursement.ts";
import { cents } from "../domain/money.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import { acceptedEvidenceHash } from "../instalments/open-instalment.ts";
import { allowanceAt } from "./approval-allowance.ts";
import { contentHash } from "./content-hash.ts";
import { findPartners, findPeople } from "./find-people.ts";
import { moneyFor } from "./grant-money.ts";

/** A disbursement as its rules judge it, with what its payment needs. */
export type LoadedOrder = Order & {
  readonly id: string;
  readonly grantId: string;
  readonly instalmentId: string;
  /** What its payments stand under at Stripe: the campaign, or the grant itself where there is none. */
  readonly campaignId: string;
  readonly organisationId: string;
  readonly rail: Rail;
  readonly purpose: string;
  readonly endToEndId: string;
  readonly bankAccountId: string | null;
  readonly stripeAccountId: string | null;
  readonly stripeTransferId: string | null;
  readonly reversedCents: bigint;
  readonly transferAttempt: number;
  readonly transferStartedAt: Date | null;
  readonly paymentFileId: string | null;
};

const isOneOf = <T extends string>(known: readonly T[], value: string): T => {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new InvariantViolation(`${value} is none of ${known.join(", ")}`);
  return found;
};
export const stateOf = (value: string): DisbursementState => isOneOf(DISBURSEMENT_STATES, value);
export const railOf = (value: string): Rail => isOneOf(RAILS, value);

/** Locks the disbursement, then its grant, until the transaction ends and reads everything its next step depends on. */
export async function lockOrder(tx: Transaction, fundId: string, disbursementId: string): Promise<LoadedOrder> {
  const [disbursement] = await tx
    .select()
    .from(disbursements)
    .where(and(eq(disbursements.fundId, fundId), eq(disbursements.id, disbursementId)))
    .for("no key update");
  if (disbursement === undefined) throw notFound();
  const [row] = await tx
    .select({ grant: grants, organisation: organisations })
    .from(grants)
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .where(and(eq(grants.fundId, fundId), eq(grants.id, disbursement.grantId)))
    .for("no key update", { of: grants });
  if (row === undefined) throw new InvariantViolation(`grant ${disbursement.grantId} does not exist`);
  const { grant, organisation } = row;
  const rail = railOf(disbursement.rail);
  const amountCents = cents(disbursement.amountCents);
  const account = await payeeAccount(tx, disbursement.bankAccountId, rail, {
    recorded: disbursement.stripeAccountId,
    current: organisation.stripeAccountId,
    connectedAt: organisation.stripeConnectedAt,
  });
  return {
    ...disbursement,
    rail,
    amountCents,
    campaignId: grant.campaignId ?? grant.id,
    organisationId: grant.organisationId,
    state: stateOf(disbursement.state),
    sides: {
      requestedBy: disbursement.requestedBy,
      holderId: grant.organisationId,
      partnerIds: await findPartners(tx, fundId, grant.campaignId),
    },
    approvals: await liveApprovals(tx, fundId, disbursementId),
    storedHash: disbursement.contentHash,
    currentHash: contentHash({
      amountCents,
      grantId: grant.id,
      payeeOrganisationId: grant.organisationId,
      rail,
      accountFingerprint: account.fingerprint,
      purpose: disbursement.purpose,
      evidenceHash: await acceptedEvidenceHash(tx, fundId, disbursement.instalmentId),
    }),
    isAccountUsable: account.isUsable,
    isAccountCooled: isCooled(account.since, await fundNow(tx)),
    isAgreementSigned: grant.fundSignedAt !== null,
    isSuspended: grant.suspendedAt !== null,
    ...(await moneyFor(tx, grant, disbursementId)),
  };
}

type StripeAccount = {
  readonly recorded: string | null;
  readonly current: string | null;
  readonly connectedAt: Date | null;
};

/** `since`: when it was verified, or connected. */
type PayeeAccount = { readonly fingerprint: string; readonly isUsable: boolean; readonly since: Date | null };

async function payeeAccount(
  tx: Transaction,
  bankAccountId: string | null,
  rail: Rail,
  { recorded, current, connectedAt }: StripeAccount,
): Promise<PayeeAccount> {
  if (rail === "stripe") {
    return { fingerprint: recorded ?? "", isUsable: recorded !== null && recorded === current, since: connectedAt };
  }
  const [account] =
    bankAccountId === null ? [] : await tx.select().from(bankAccounts).where(eq(bankAccounts.id, bankAccountId));
  if (account === undefined) return { fingerprint: "", isUsable: false, since: null };
  return {
    fingerprint: account.ibanFingerprint,
    isUsable: account.state === "verified",
    since: account.verifiedAt,
  };
}

async function liveApprovals(tx: Transaction, fundId: string, disbursementId: string): Promise<readonly Approval[]> {
  const rows = await tx
    .select()
    .from(disbursementApprovals)
    .where(
      and(
        eq(disbursementApprovals.fundId, fundId),
        eq(disbursementApprovals.disbursementId, disbursementId),
        isNull(disbursementApprovals.voidedAt),
      ),
    )
    .orderBy(asc(disbursementApprovals.createdAt));
  const people = await findPeople(
    tx,
    rows.map((row) => row.userId),
  );
  const approvals: Approval[] = [];
  for (const { userId, step, contentHash, createdAt } of rows) {
    const person = people.get(userId);
    if (person === undefined) continue;
    const allowance = await allowanceAt(tx, fundId, userId, disbursementId, createdAt);
    approvals.push({ step: isOneOf(APPROVAL_STEPS, step), person, contentHash, allowance });
  }
  return approvals;
}
