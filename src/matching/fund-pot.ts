import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { matchingPots, potFundings } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Account, accounts, move } from "../domain/ledger.ts";
import type { Cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import { type PostedEntry, postEntry } from "../ledger/post-entry.ts";
import { enqueueBackfill } from "./enqueue-backfill.ts";

export type PotFunding = {
  readonly potId: string;
  readonly amountCents: Cents;
  readonly source: "bank" | "stripe";
  /** What proves the receipt, unique to it: a bank line's id, a Stripe payment's id. */
  readonly reference: string;
  readonly occurredAt?: Date;
  /** Where the money stood until now, if not on the account of its source: `suspense` for a line booked there first. */
  readonly from?: Account;
};

/** Puts received money behind a pot's rules, once for each source and reference (M9, R3). */
export async function fundPot(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  funding: PotFunding,
): Promise<PostedEntry & { readonly key: string }> {
  const { potId, amountCents, source, reference } = funding;
  const now = await fundNow(tx);
  const key = `pot-funding:${source}:${reference}`;
  const [first] = await tx
    .insert(potFundings)
    .values({ fundId, id: uuidv7(), potId, amountCents, source, reference, createdAt: now })
    .onConflictDoNothing({ target: [potFundings.fundId, potFundings.source, potFundings.reference] })
    .returning({ id: potFundings.id });
  // The pot's row is locked before its account, as everywhere; posting again answers with the entry that exists.
  if (first !== undefined) {
    const [pot] = await tx
      .update(matchingPots)
      .set({ fundedCents: sql`${matchingPots.fundedCents} + ${amountCents}` })
      .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)))
      .returning({ id: matchingPots.id });
    if (pot === undefined) throw notFound();
    await enqueueBackfill(tx, fundId, [potId]);
    await recordAudit(tx, actor, {
      action: "pot.fund",
      subject: ["pot", potId],
      change: { amountCents: Number(amountCents), source, reference },
    });
  }
  const posted = await postEntry(tx, fundId, actor, {
    key,
    kind: "pot_funded",
    occurredAt: funding.occurredAt ?? now,
    source: `${source}:${reference}`,
    postings: move(funding.from ?? accounts[source], accounts.pot(potId), amountCents),
  });
  return { ...posted, key };
}
