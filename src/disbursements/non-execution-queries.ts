import { and, asc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { alias } from "drizzle-orm/pg-core";
import type { Transaction } from "../db/client.ts";
import { nonExecutions, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { InvariantViolation } from "../errors.ts";

export const NON_EXECUTION_STATES = ["declared", "confirmed", "dropped"] as const;
export type NonExecutionState = (typeof NON_EXECUTION_STATES)[number];

export type NonExecutionRow = {
  readonly id: string;
  /** The disbursement or the partner's withdrawal. */
  readonly orderId: string;
  readonly reason: string;
  readonly state: NonExecutionState;
  readonly declaredBy: string;
  readonly declaredByName: string;
  readonly declaredAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
};

/** What was declared of these orders, in the order it was said. */
export async function listNonExecutions(
  { db, fundId }: Deps,
  orderIds: readonly string[],
): Promise<readonly NonExecutionRow[]> {
  if (orderIds.length === 0) return [];
  const ids = [...orderIds];
  const deciders = alias(users, "deciders");
  const rows = await db
    .select({ row: nonExecutions, declaredByName: users.name, decidedByName: deciders.name })
    .from(nonExecutions)
    .innerJoin(users, eq(users.id, nonExecutions.declaredBy))
    .leftJoin(deciders, eq(deciders.id, nonExecutions.decidedBy))
    .where(
      and(
        eq(nonExecutions.fundId, fundId),
        or(inArray(nonExecutions.disbursementId, ids), inArray(nonExecutions.withdrawalId, ids)),
      ),
    )
    .orderBy(asc(nonExecutions.declaredAt), asc(nonExecutions.id));
  return rows.map(({ row, declaredByName, decidedByName }) => ({
    id: row.id,
    orderId: row.disbursementId ?? row.withdrawalId ?? "",
    reason: row.reason,
    state: stateOf(row.state),
    declaredBy: row.declaredBy,
    declaredByName,
    declaredAt: row.declaredAt,
    decidedByName,
    decidedAt: row.decidedAt,
  }));
}

function stateOf(text: string): NonExecutionState {
  const state = NON_EXECUTION_STATES.find((known) => known === text);
  if (state === undefined) throw new InvariantViolation(`unknown state of a non-execution: ${text}`);
  return state;
}

/** Whether two people said that the bank never made the order of this id. */
export const isUnexecuted = (orderId: PgColumn | string): SQL<boolean> =>
  sql<boolean>`exists (select from non_executions ne where ne.state = 'confirmed'
    and (ne.disbursement_id = ${orderId} or ne.withdrawal_id = ${orderId}))`;

/** The same of an order that the caller holds: a statement of its own, which sees what was confirmed while it waited. */
export async function wasNotExecuted(tx: Transaction, fundId: string, orderId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: nonExecutions.id })
    .from(nonExecutions)
    .where(
      and(
        eq(nonExecutions.fundId, fundId),
        eq(nonExecutions.state, "confirmed"),
        or(eq(nonExecutions.disbursementId, orderId), eq(nonExecutions.withdrawalId, orderId)),
      ),
    );
  return rows.length > 0;
}
