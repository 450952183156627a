import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { matches, matchingPots } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";

/** M4: the grant of this campaign is wholly paid, so its matches are, and their pots count them as paid. */
export async function payMatches(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  campaignId: string | null,
): Promise<void> {
  if (campaignId === null) return;
  const paid = await tx
    .update(matches)
    .set({ state: "paid" })
    .where(and(eq(matches.fundId, fundId), eq(matches.campaignId, campaignId), eq(matches.state, "committed")))
    .returning({ potId: matches.potId, amountCents: matches.amountCents });
  const sums = new Map<string, bigint>();
  for (const { potId, amountCents } of paid) sums.set(potId, (sums.get(potId) ?? 0n) + amountCents);
  if (sums.size === 0) return;

  await tx
    .select({ id: matchingPots.id })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), inArray(matchingPots.id, [...sums.keys()])))
    .orderBy(asc(matchingPots.id))
    .for("no key update");
  for (const [potId, amountCents] of sums) {
    await tx
      .update(matchingPots)
      .set({
        committedCents: sql`${matchingPots.committedCents} - ${amountCents}`,
        paidCents: sql`${matchingPots.paidCents} + ${amountCents}`,
      })
      .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)));
  }
  await recordAudit(tx, actor, {
    action: "match.pay",
    subject: ["campaign", campaignId],
    change: { matches: paid.length, amountCents: Number(paid.reduce((sum, one) => sum + one.amountCents, 0n)) },
  });
}
