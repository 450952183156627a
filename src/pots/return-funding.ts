import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { matchingPots, potFundingReturns, potFundings } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Cents, cents, minCents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { potRemaining } from "../matching/queries.ts";

export type FundingReturn = {
  readonly potId: string;
  readonly fundingId: string;
  readonly amountCents: Cents;
  /** What proves it, unique to it. */
  readonly reference: string;
};

/**
 * A transfer went back to the partner's bank: the pot gives up as much of it as it still holds freely, and never what
 * is reserved, committed or paid (M2). Answers the cents taken; the entry is the caller's.
 */
export async function returnFunding(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  { potId, fundingId, amountCents, reference }: FundingReturn,
): Promise<Cents> {
  const isPot = and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId));
  const [pot] = await tx.select().from(matchingPots).where(isPot).for("no key update");
  if (pot === undefined) throw new InvariantViolation(`pot ${potId} does not exist`);
  const taken = minCents(amountCents, potRemaining(pot));
  if (taken === 0n) return taken;
  await tx
    .insert(potFundingReturns)
    .values({ fundId, id: uuidv7(), potId, fundingId, amountCents: taken, reference, createdAt: await fundNow(tx) });
  await tx
    .update(matchingPots)
    .set({ fundedCents: sql`${matchingPots.fundedCents} - ${taken}` })
    .where(isPot);
  await recordAudit(tx, actor, {
    action: "pot.funding-returned",
    subject: ["pot", potId],
    change: { amountCents: Number(amountCents), takenCents: Number(taken), fundingId, reference },
  });
  return taken;
}

/** Bank receipts of these pots that are whole, or have at least this much left, to be returned: the oldest first. */
export async function findReturnable(
  tx: Transaction,
  fundId: string,
  potIds: readonly string[],
  { amountCents, exactly }: { readonly amountCents: bigint; readonly exactly: boolean },
): Promise<readonly { readonly potId: string; readonly fundingId: string }[]> {
  if (potIds.length === 0) return [];
  const returned = sql`coalesce((select sum(r.amount_cents) from pot_funding_returns r
    where r.fund_id = ${potFundings.fundId} and r.funding_id = ${potFundings.id}), 0)`;
  return await tx
    .select({ potId: potFundings.potId, fundingId: potFundings.id })
    .from(potFundings)
    .where(
      and(
        eq(potFundings.fundId, fundId),
        eq(potFundings.source, "bank"),
        inArray(potFundings.potId, [...potIds]),
        exactly
          ? sql`${potFundings.amountCents} = ${amountCents} and ${returned} = 0`
          : sql`${potFundings.amountCents} - ${returned} >= ${amountCents}`,
      ),
    )
    .orderBy(asc(potFundings.createdAt), asc(potFundings.id));
}

/** What a bank line's return has already taken from its pot. */
export async function takenBy(tx: Transaction, fundId: string, reference: string): Promise<Cents> {
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${potFundingReturns.amountCents}), 0)` })
    .from(potFundingReturns)
    .where(
      and(
        eq(potFundingReturns.fundId, fundId),
        inArray(potFundingReturns.reference, [reference, restReference(reference)]),
      ),
    );
  return cents(BigInt(row?.sum ?? 0));
}

/** The second part of a return whose first part was taken when the bank told of it. */
export const restReference = (reference: string): string => `${reference}:rest`;
