import { and, asc, desc, eq, inArray, lt, type SQL } from "drizzle-orm";
import {
  bankAccounts,
  disbursementApprovals,
  disbursements,
  grants,
  organisations,
  users,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { opensAt } from "../domain/account-cooling.ts";
import type { Actor } from "../domain/actor.ts";
import { APPROVAL_STEPS, type ApprovalStep, type DisbursementState, type Rail } from "../domain/disbursement.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { titleOf } from "../grants/grant-origin.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { railOf, stateOf } from "./load-order.ts";
import { listReversals, type ReversalRow } from "./reversal-queries.ts";

type Row = typeof disbursements.$inferSelect;

export type DisbursementSummary = Omit<Row, "fundId" | "state" | "rail" | "bankAccountId"> & {
  readonly state: DisbursementState;
  readonly rail: Rail;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly campaignTitle: string;
  /** Country, check digits and last four of the IBAN, or the connected account's id (X7). */
  readonly accountMasked: string;
};

export type ApprovalRow = {
  readonly step: ApprovalStep;
  readonly userId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly voidedAt: Date | null;
};

export type DisbursementDetail = DisbursementSummary & {
  readonly accountHolder: string | null;
  readonly accountVerifiedAt: Date | null;
  /** From when on it may be paid (D5). */
  readonly accountOpensAt: Date | null;
  readonly requestedByName: string;
  readonly approvals: readonly ApprovalRow[];
  readonly reversals: readonly ReversalRow[];
};

export type DisbursementFilter = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly state?: DisbursementState | undefined;
  readonly grantId?: string | undefined;
};

/** Disbursements a person may read, newest first. */
export async function listDisbursements(
  deps: Deps,
  actor: Actor,
  { limit, cursor, state, grantId }: DisbursementFilter,
): Promise<Page<DisbursementSummary>> {
  const after = decodeCursor(deps.cipher, "disbursements", cursor)?.[0];
  const where = and(
    visibleTo(actor),
    after === undefined ? undefined : lt(disbursements.id, after),
    state === undefined ? undefined : eq(disbursements.state, state),
    grantId === undefined ? undefined : eq(disbursements.grantId, grantId),
  );
  const rows = await selectDisbursements(deps, where, limit + 1);
  return toPage(deps.cipher, "disbursements", rows.map(summaryOf), limit, (row) => [row.id]);
}

export async function listInFile(deps: Deps, actor: Actor, fileId: string): Promise<readonly DisbursementSummary[]> {
  const rows = await selectDisbursements(deps, and(visibleTo(actor), eq(disbursements.paymentFileId, fileId)), 5_000);
  return rows.map(summaryOf);
}

/** Everything an approver must see of one disbursement (D3, D4). */
export async function readDisbursement(deps: Deps, actor: Actor, id: string): Promise<DisbursementDetail> {
  const [row] = await selectDisbursements(deps, eq(disbursements.id, id), 1);
  if (row === undefined || !permits(actor, "disbursement.read", row.organisation.id)) throw notFound();
  const [requester] = await deps.db
    .select({ name: users.name })
    .from(users)
    .where(eq(users.id, row.disbursement.requestedBy));
  return {
    ...summaryOf(row),
    accountHolder: row.account?.holderName ?? null,
    accountVerifiedAt: row.account?.verifiedAt ?? null,
    accountOpensAt: openingOf(row.account === null ? row.organisation.connectedAt : row.account.verifiedAt),
    requestedByName: requester?.name ?? "",
    approvals: await listApprovals(deps, id),
    reversals: await listReversals(deps, id),
  };
}

async function listApprovals(deps: Deps, disbursementId: string): Promise<readonly ApprovalRow[]> {
  const rows = await deps.db
    .select({ approval: disbursementApprovals, name: users.name })
    .from(disbursementApprovals)
    .innerJoin(users, eq(users.id, disbursementApprovals.userId))
    .where(and(eq(disbursementApprovals.fundId, deps.fundId), eq(disbursementApprovals.disbursementId, disbursementId)))
    .orderBy(asc(disbursementApprovals.createdAt));
  return rows.flatMap(({ approval, name }) => {
    const step = APPROVAL_STEPS.find((known) => known === approval.step);
    const { userId, createdAt, voidedAt } = approval;
    return step === undefined ? [] : [{ step, userId, name, createdAt, voidedAt }];
  });
}

const openingOf = (since: Date | null): Date | null => (since === null ? null : opensAt(since));

const visibleTo = (actor: Actor): SQL | undefined => {
  if (permits(actor, "disbursement.read")) return undefined;
  const mine = actor.kind === "user" ? actor.memberships.map((membership) => membership.organisationId) : [];
  return inArray(grants.organisationId, mine);
};

const selectDisbursements = (deps: Deps, where: SQL | undefined, limit: number) =>
  deps.db
    .select({
      disbursement: disbursements,
      organisation: { id: organisations.id, name: organisations.name, connectedAt: organisations.stripeConnectedAt },
      campaignTitle: titleOf("grants"),
      account: bankAccounts,
    })
    .from(disbursements)
    .innerJoin(grants, and(eq(grants.fundId, disbursements.fundId), eq(grants.id, disbursements.grantId)))
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .leftJoin(bankAccounts, eq(bankAccounts.id, disbursements.bankAccountId))
    .where(and(eq(disbursements.fundId, deps.fundId), where))
    .orderBy(desc(disbursements.id))
    .limit(limit);

function summaryOf(row: Awaited<ReturnType<typeof selectDisbursements>>[number]): DisbursementSummary {
  const { fundId: _, bankAccountId: __, ...disbursement } = row.disbursement;
  return {
    ...disbursement,
    state: stateOf(disbursement.state),
    rail: railOf(disbursement.rail),
    organisationId: row.organisation.id,
    organisationName: row.organisation.name,
    campaignTitle: row.campaignTitle,
    accountMasked: row.account?.ibanMasked ?? disbursement.stripeAccountId ?? "",
  };
}
