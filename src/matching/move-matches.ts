import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { matches, matchingPots } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { enqueueBackfill } from "./enqueue-backfill.ts";

type MovedMatch = {
  readonly id: string;
  readonly potId: string;
  readonly campaignId: string;
  readonly amountCents: bigint;
};

/** M5: what a checkout had reserved goes back to its pot, once, however often this is called. */
export async function releaseMatches(tx: Transaction, fundId: string, pledgeId: string): Promise<void> {
  const released = await changeState(tx, fundId, pledgeId, "released");
  for (const match of released) await addToPot(tx, fundId, match.potId, { reserved: -match.amountCents });
  await enqueueBackfill(
    tx,
    fundId,
    released.map((match) => match.potId),
  );
}

/** M4: the gift is captured, so its matches become real money of the campaign. */
export async function commitMatches(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  pledgeId: string,
  occurredAt: Date,
): Promise<void> {
  for (const match of await changeState(tx, fundId, pledgeId, "committed")) {
    await postEntry(tx, fundId, actor, {
      key: `match:${match.id}:committed`,
      kind: "match_committed",
      occurredAt,
      source: `pledge:${pledgeId}`,
      postings: move(accounts.pot(match.potId), accounts.matches(match.campaignId), match.amountCents),
    });
    await addToPot(tx, fundId, match.potId, { reserved: -match.amountCents, committed: match.amountCents });
  }
}

/** Reserved matches of a pledge, moved on with the rows of their pots held: the log of pots keeps its order (M14). */
async function changeState(
  tx: Transaction,
  fundId: string,
  pledgeId: string,
  to: "released" | "committed",
): Promise<readonly MovedMatch[]> {
  const isReserved = and(eq(matches.fundId, fundId), eq(matches.pledgeId, pledgeId), eq(matches.state, "reserved"));
  const reserved = await tx
    .select({ id: matches.id, potId: matches.potId, campaignId: matches.campaignId, amountCents: matches.amountCents })
    .from(matches)
    .where(isReserved)
    .orderBy(asc(matches.potId), asc(matches.id))
    .for("no key update");
  if (reserved.length === 0) return [];
  await lockPots(
    tx,
    fundId,
    reserved.map((match) => match.potId),
  );
  await tx.update(matches).set({ state: to }).where(isReserved);
  return reserved;
}

/** All movers take pots in the order of their ids, so that no two of them wait for each other. */
export async function lockPots(tx: Transaction, fundId: string, potIds: readonly string[]): Promise<void> {
  if (potIds.length === 0) return;
  await tx
    .select({ id: matchingPots.id })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), inArray(matchingPots.id, [...new Set(potIds)])))
    .orderBy(asc(matchingPots.id))
    .for("no key update");
}

export type PotChange = { readonly reserved?: bigint; readonly committed?: bigint; readonly paid?: bigint };

/** Moves a locked pot's counters, in signed euro cents (M2). */
export async function addToPot(tx: Transaction, fundId: string, potId: string, change: PotChange): Promise<void> {
  const { reserved = 0n, committed = 0n, paid = 0n } = change;
  await tx
    .update(matchingPots)
    .set({
      reservedCents: sql`${matchingPots.reservedCents} + ${reserved}`,
      committedCents: sql`${matchingPots.committedCents} + ${committed}`,
      paidCents: sql`${matchingPots.paidCents} + ${paid}`,
    })
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)));
}
