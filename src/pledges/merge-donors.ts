import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { donorKeys, donorMerges, donors, matches, matchingPots, pledges } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { lockPots } from "../matching/move-matches.ts";
import { endPledge } from "./end-pledge.ts";

export type Merge = {
  /** Two donors whose rows are locked, in the order of their ids. */
  readonly donorIds: readonly [string, string];
  readonly keyKind: "card" | "iban" | "email";
  /** The pledge whose payment told. */
  readonly pledgeId: string | undefined;
};

/**
 * Makes two donors one (M6): the older lives on with both their gifts, matches and keys, so that caps and the number
 * of donors count one person. Who was who stays known. Of two open checkouts of one campaign the one not being paid,
 * or the older, ends (M5). Answers the donor that lives on.
 */
export async function mergeDonors(tx: Transaction, deps: Deps, actor: Actor, merge: Merge): Promise<string> {
  const { fundId } = deps;
  const [into, from] = merge.donorIds;
  const own = await tx
    .select()
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), inArray(pledges.donorId, [into, from])))
    .orderBy(asc(pledges.id))
    .for("no key update");
  const drafts = own.filter((pledge) => pledge.state === "draft");
  for (const draft of drafts) {
    const rivals = drafts.filter((other) => other.campaignId === draft.campaignId && other.id !== draft.id);
    const yields = rivals.some(
      (other) => other.id === merge.pledgeId || (draft.id !== merge.pledgeId && other.id > draft.id),
    );
    if (yields) await endPledge(tx, deps, actor, draft, "expired", "replaced");
  }
  // With the pots held first, the instant of the merge stands in the same order as what rules answered around it (M14).
  const potIds = await lockSums(tx, fundId, from);
  await tx.insert(donorMerges).values({
    fundId,
    id: uuidv7(),
    fromDonorId: from,
    intoDonorId: into,
    keyKind: merge.keyKind,
    pledgeId: merge.pledgeId,
    mergedAt: sql`fund_now()`,
  });
  await moveSums(tx, fundId, from, into, potIds);
  await tx
    .update(pledges)
    .set({ donorId: into })
    .where(and(eq(pledges.fundId, fundId), eq(pledges.donorId, from)));
  await tx
    .update(donorKeys)
    .set({ donorId: into })
    .where(and(eq(donorKeys.fundId, fundId), eq(donorKeys.donorId, from)));
  await recordAudit(tx, actor, {
    action: "donor.merge",
    subject: ["donor", into],
    change: { from, keyKind: merge.keyKind, ...(merge.pledgeId === undefined ? {} : { pledgeId: merge.pledgeId }) },
  });
  return into;
}

/** Holds the pots in which a donor has matches. */
async function lockSums(tx: Transaction, fundId: string, donorId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectDistinct({ potId: matches.potId })
    .from(matches)
    .where(and(eq(matches.fundId, fundId), eq(matches.donorId, donorId)));
  const potIds = rows.map((row) => row.potId);
  await lockPots(tx, fundId, potIds);
  return potIds;
}

/** Whoever read a pot's sums per donor before must read them again: its count of changes tells. */
async function moveSums(
  tx: Transaction,
  fundId: string,
  from: string,
  into: string,
  potIds: readonly string[],
): Promise<void> {
  if (potIds.length === 0) return;
  await tx
    .update(matches)
    .set({ donorId: into })
    .where(and(eq(matches.fundId, fundId), eq(matches.donorId, from)));
  await tx
    .update(matchingPots)
    .set({ changes: sql`${matchingPots.changes} + 1` })
    .where(and(eq(matchingPots.fundId, fundId), inArray(matchingPots.id, [...potIds])));
}

/** Holds donors in the order of their ids, as everywhere. */
export async function lockDonors(tx: Transaction, fundId: string, ids: readonly string[]): Promise<void> {
  await tx
    .select({ id: donors.id })
    .from(donors)
    .where(and(eq(donors.fundId, fundId), inArray(donors.id, [...ids])))
    .orderBy(asc(donors.id))
    .for("no key update");
}
