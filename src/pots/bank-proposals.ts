import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { matchingPots, potWithdrawals } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";

/** Withdrawals a bank line of this amount may be about; a person chooses (R3). */
export const withdrawalsToTie = ({ db, fundId }: Deps, amountCents: bigint) =>
  db
    .select({ id: potWithdrawals.id, amountCents: potWithdrawals.amountCents, name: potWithdrawals.reason })
    .from(potWithdrawals)
    .where(
      and(
        eq(potWithdrawals.fundId, fundId),
        eq(potWithdrawals.amountCents, amountCents < 0n ? -amountCents : amountCents),
        inArray(potWithdrawals.state, amountCents < 0n ? ["sent", "returned"] : ["sent", "paid"]),
        amountCents < 0n ? sql`${potWithdrawals.paidAt} is null` : undefined,
      ),
    )
    .limit(20);

/** Pots a credit may fund; for a debit, those that hold enough freely to send a receipt back. */
export const potsToTie = ({ db, fundId }: Deps, amountCents: bigint) =>
  db
    .select({ id: matchingPots.id, name: matchingPots.name })
    .from(matchingPots)
    .where(
      and(
        eq(matchingPots.fundId, fundId),
        amountCents < 0n
          ? sql`${matchingPots.fundedCents} - ${matchingPots.withdrawnCents} - ${matchingPots.reservedCents} - ${matchingPots.committedCents} - ${matchingPots.paidCents} >= ${-amountCents}`
          : undefined,
      ),
    )
    .orderBy(asc(matchingPots.name))
    .limit(100);
