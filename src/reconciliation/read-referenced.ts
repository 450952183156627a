import { and, asc, eq, inArray, isNotNull, isNull, notInArray, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import {
  bankLineParts,
  bankLines,
  disbursements,
  matchingPots,
  potFundings,
  stripePayouts,
} from "../db/schema/index.ts";
import { railOf, stateOf } from "../disbursements/load-order.ts";
import { wasNotExecuted } from "../disbursements/non-execution-queries.ts";
import type { KnownDisbursement, Referenced } from "../domain/bank-line.ts";
import { findOwing } from "../grants/repayment-reference.ts";
import { lockWithdrawalOf } from "../pots/find-withdrawal.ts";
import { findReturnable } from "../pots/return-funding.ts";
import { creditorReferencesIn, orderReferencesIn, payoutIdsIn } from "./bank-references.ts";

export type LineReferences = {
  readonly amountCents: bigint;
  readonly endToEndId: string | null;
  readonly remittance: string;
};

/** What the fund knows under the references a bank line bears, locked until the transaction ends. */
export async function readReferenced(tx: Transaction, fundId: string, line: LineReferences): Promise<Referenced> {
  const potIds = await findPots(tx, fundId, creditorReferencesIn(line.remittance));
  const [order = null, ...otherOrders] = orderReferencesIn(line.endToEndId, line.remittance);
  return {
    disbursement: await findDisbursement(tx, fundId, order),
    withdrawal: await lockWithdrawalOf(tx, fundId, order),
    quotesSeveralOrders: otherOrders.length > 0,
    potIds,
    returnable:
      line.amountCents < 0n
        ? await findReturnable(tx, fundId, potIds, { amountCents: -line.amountCents, exactly: true })
        : [],
    recorded: await findRecorded(tx, fundId, potIds, line.amountCents),
    payouts: await findPayouts(tx, fundId, payoutIdsIn(line.remittance)),
    repayments: await findOwing(tx, fundId, creditorReferencesIn(line.remittance)),
  };
}

async function findDisbursement(
  tx: Transaction,
  fundId: string,
  endToEndId: string | null,
): Promise<KnownDisbursement | undefined> {
  if (endToEndId === null) return undefined;
  return await lockDisbursement(tx, and(eq(disbursements.fundId, fundId), eq(disbursements.endToEndId, endToEndId)));
}

export async function lockDisbursement(
  tx: Transaction,
  where: ReturnType<typeof and>,
): Promise<KnownDisbursement | undefined> {
  const [row] = await tx.select().from(disbursements).where(where).for("no key update");
  return row === undefined
    ? undefined
    : {
        id: row.id,
        grantId: row.grantId,
        rail: railOf(row.rail),
        state: stateOf(row.state),
        amountCents: row.amountCents,
        isDebited: row.paidAt !== null,
        isUnexecuted: row.state === "returned" && (await wasNotExecuted(tx, row.fundId, row.id)),
      };
}

async function findPots(tx: Transaction, fundId: string, references: readonly string[]): Promise<readonly string[]> {
  if (references.length === 0) return [];
  const rows = await tx
    .select({ id: matchingPots.id })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), inArray(matchingPots.fundingReference, [...references])));
  return rows.map((row) => row.id);
}

export async function findRecorded(
  tx: Transaction,
  fundId: string,
  potIds: readonly string[],
  amountCents: bigint,
): Promise<Referenced["recorded"]> {
  if (potIds.length === 0) return [];
  const entryKey = sql<string>`'pot-funding:bank:' || ${potFundings.reference}`;
  const proven = tx
    .select({ key: bankLines.entryKey })
    .from(bankLines)
    .where(and(eq(bankLines.fundId, fundId), isNotNull(bankLines.entryKey)))
    .union(tx.select({ key: bankLineParts.entryKey }).from(bankLineParts).where(eq(bankLineParts.fundId, fundId)));
  return await tx
    .select({ potId: potFundings.potId, entryKey })
    .from(potFundings)
    .where(
      and(
        eq(potFundings.fundId, fundId),
        eq(potFundings.source, "bank"),
        eq(potFundings.amountCents, amountCents),
        inArray(potFundings.potId, [...potIds]),
        notInArray(entryKey, proven),
      ),
    )
    .orderBy(asc(potFundings.createdAt), asc(potFundings.id));
}

async function findPayouts(tx: Transaction, fundId: string, ids: readonly string[]): Promise<Referenced["payouts"]> {
  if (ids.length === 0) return [];
  return await tx
    .select({ id: stripePayouts.id, amountCents: stripePayouts.amountCents })
    .from(stripePayouts)
    .where(
      and(
        eq(stripePayouts.fundId, fundId),
        isNull(stripePayouts.bankLineId),
        inArray(sql`lower(${stripePayouts.id})`, [...ids]),
      ),
    )
    .for("no key update");
}
