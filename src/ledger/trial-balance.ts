import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { titleOf } from "../grants/grant-origin.ts";

export type TrialBalanceLine = {
  readonly account: string;
  /** In the association chart on that day (L7). */
  readonly number: string;
  readonly accountName: string;
  /** Whose account it is: the campaign's, pot's, organisation's name; null for the fund's own. */
  readonly owner: string | null;
  readonly debitCents: bigint;
  readonly creditCents: bigint;
  /** Debit less credit. */
  readonly balanceCents: bigint;
};

type Row = { account: string; number: string; name: string; owner: string | null; debit: string; credit: string };

/**
 * What was posted to every account up to an instant, or in all, by the time the entries were recorded, so that a past balance is
 * always the same. Debits and credits each sum to the same total.
 */
export async function trialBalance(
  deps: Pick<Deps, "db" | "fundId">,
  actor: Actor,
  at?: Date,
): Promise<readonly TrialBalanceLine[]> {
  if (!permits(actor, "books.read")) throw notFound();
  const until = sql`${at?.toISOString() ?? "infinity"}::timestamptz`;
  const rows = await deps.db.execute<Row>(sql`
    select sums.account, numbers.number, numbers.name, owners.name as owner, sums.debit, sums.credit
    from (select p.account,
        coalesce(sum(p.amount_cents) filter (where p.amount_cents > 0), 0) as debit,
        coalesce(-sum(p.amount_cents) filter (where p.amount_cents < 0), 0) as credit
      from postings p join journal_entries e on e.fund_id = p.fund_id and e.id = p.entry_id
      where p.fund_id = ${deps.fundId} and e.recorded_at < ${until} group by p.account) sums
    join accounts a on a.fund_id = ${deps.fundId} and a.code = sums.account
    join lateral (select number, name from account_numbers n
      where n.kind = a.kind and n.valid_from <= ${until} order by n.valid_from desc limit 1) numbers on true
    left join lateral (
      select case a.kind
        when 'gifts:campaign' then (select title from campaigns where fund_id = a.fund_id and id = owner.id)
        when 'match:campaign' then (select title from campaigns where fund_id = a.fund_id and id = owner.id)
        when 'receivable:campaign' then coalesce(
          (select title from campaigns where fund_id = a.fund_id and id = owner.id),
          (select ${titleOf("g")} from grants g where g.fund_id = a.fund_id and g.id = owner.id))
        when 'pot:partner' then (select name from matching_pots where fund_id = a.fund_id and id = owner.id)
        when 'grant' then (select ${titleOf("g")} from grants g where g.fund_id = a.fund_id and g.id = owner.id)
        when 'receivable:partner' then (select name from organisations where id = owner.id)
      end as name
      from (select substring(a.code from '[0-9a-f]{8}-[0-9a-f-]{27}$')::uuid as id) owner) owners on true
    order by numbers.number, sums.account`);
  return rows.map((row) => ({
    account: row.account,
    number: row.number,
    accountName: row.name,
    owner: row.owner,
    debitCents: BigInt(row.debit),
    creditCents: BigInt(row.credit),
    balanceCents: BigInt(row.debit) - BigInt(row.credit),
  }));
}
