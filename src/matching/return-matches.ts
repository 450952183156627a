import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import type { Actor } from "../domain/actor.ts";
import { owedBackOf } from "../domain/grant.ts";
import { accounts, credit, debit } from "../domain/ledger.ts";
import { type Cents, cents, minCents, remaining } from "../domain/money.ts";
import { splitByWeight } from "../domain/unspent.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { enqueueBackfill } from "./enqueue-backfill.ts";
import { addToPot, lockPots } from "./move-matches.ts";

export type GrantedMatch = {
  readonly id: string;
  readonly potId: string;
  readonly isPaid: boolean;
  readonly amountCents: Cents;
};

/** The matches that stand in a campaign's grant, held until the transaction ends, with their pots (M4). */
export async function lockGrantedMatches(
  tx: Transaction,
  fundId: string,
  campaignId: string | null,
): Promise<readonly GrantedMatch[]> {
  if (campaignId === null) return [];
  const rows = await tx.execute<{ id: string; pot: string; state: string; cents: string }>(sql`
    select id, pot_id as pot, state, amount_cents as cents from matches
    where fund_id = ${fundId} and campaign_id = ${campaignId} and state in ('committed', 'paid')
    order by pot_id, id for no key update`);
  const matches = rows.map((row) => ({
    id: row.id,
    potId: row.pot,
    isPaid: row.state === "paid",
    amountCents: cents(BigInt(row.cents)),
  }));
  await lockPots(
    tx,
    fundId,
    matches.map((match) => match.potId),
  );
  return matches;
}

export type PotReturn = {
  readonly grant: { readonly id: string; readonly campaignId: string | null };
  readonly pots: readonly { readonly potId: string; readonly cents: Cents }[];
  /** What of it the grant still holds; the rest the campaign owes, and the reserve stands for it (F2). */
  readonly fromGrantCents: Cents;
  /** Names the entries: `<key>:pot:<id>`. */
  readonly key: string;
  readonly reason: string;
  readonly occurredAt: Date;
};

/**
 * Gives unspent money of a grant back to the pots that matched its gifts: each pot's part is taken from its matches in
 * proportion (largest remainder), with the cause `unspent`. In few statements, however many gifts there are.
 */
export async function returnToPots(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  locked: readonly GrantedMatch[],
  given: PotReturn,
): Promise<void> {
  let fromGrant = given.fromGrantCents;
  for (const { potId, cents: share } of given.pots) {
    const own = locked.filter((match) => match.potId === potId);
    const cuts = splitByWeight(
      share,
      own.map((match) => match.amountCents),
    );
    const lowered = own
      .map((match, index) => ({ ...match, cut: cuts[index] ?? cents(0n) }))
      .filter((one) => one.cut > 0n);
    await lower(tx, fundId, lowered, given.reason);
    const paid = lowered.reduce((sum, one) => sum + (one.isPaid ? one.cut : 0n), 0n);
    await addToPot(tx, fundId, potId, { paid: -paid, committed: -(share - paid) });
    const taken = minCents(fromGrant, share);
    fromGrant = remaining(fromGrant, taken);
    await postEntry(tx, fundId, actor, {
      key: `${given.key}:pot:${potId}`,
      kind: "unspent_returned_to_pot",
      occurredAt: given.occurredAt,
      source: `grant:${given.grant.id}`,
      postings: [
        debit(accounts.grant(given.grant.id), taken),
        debit(owedBackOf(given.grant), share - taken),
        credit(accounts.pot(potId), share),
      ].filter((posting) => posting.amountCents !== 0n),
    });
  }
  await enqueueBackfill(
    tx,
    fundId,
    given.pots.map((pot) => pot.potId),
  );
}

type Lowered = GrantedMatch & { readonly cut: Cents };

async function lower(tx: Transaction, fundId: string, lowered: readonly Lowered[], reason: string): Promise<void> {
  const cuts = JSON.stringify(lowered.map((one) => ({ id: one.id, cut: `${one.cut}` })));
  await tx.execute(sql`
    update matches m set
      state = case when m.amount_cents > c.cut then m.state when m.state = 'paid' then 'clawback_due' else 'reversed' end,
      amount_cents = case when m.amount_cents > c.cut then m.amount_cents - c.cut else m.amount_cents end
    from jsonb_to_recordset(${cuts}::jsonb) as c(id uuid, cut bigint)
    where m.fund_id = ${fundId} and m.id = c.id`);
  await tx.execute(sql`
    insert into match_reductions (fund_id, id, match_id, cause, amount_cents, reason, created_at)
    select ${fundId}, gen_random_uuid(), c.id, 'unspent', c.cut, ${reason}, fund_now()
    from jsonb_to_recordset(${cuts}::jsonb) as c(id uuid, cut bigint)`);
}
