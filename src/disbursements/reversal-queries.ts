import { and, asc, eq } from "drizzle-orm";
import { transferReversals } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { InvariantViolation } from "../errors.ts";

export const REVERSAL_STATES = ["proposed", "confirmed", "done", "refused", "cancelled"] as const;
export type ReversalState = (typeof REVERSAL_STATES)[number];

export type ReversalRow = Omit<typeof transferReversals.$inferSelect, "fundId" | "disbursementId" | "state"> & {
  readonly state: ReversalState;
};

/** What was taken back of a disbursement, or is to be, in the order it was asked for. */
export async function listReversals(deps: Deps, disbursementId: string): Promise<readonly ReversalRow[]> {
  const rows = await deps.db
    .select()
    .from(transferReversals)
    .where(and(eq(transferReversals.fundId, deps.fundId), eq(transferReversals.disbursementId, disbursementId)))
    .orderBy(asc(transferReversals.id));
  return rows.map(({ fundId: _, disbursementId: __, ...row }) => ({ ...row, state: stateOf(row.state) }));
}

function stateOf(text: string): ReversalState {
  const state = REVERSAL_STATES.find((known) => known === text);
  if (state === undefined) throw new InvariantViolation(`unknown state of a reversal: ${text}`);
  return state;
}
