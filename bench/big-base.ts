import { type SQL, sql } from "drizzle-orm";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";

export type BigBase = {
  readonly fundId: string;
  /** Copied for every campaign of the base. */
  readonly campaignId: string;
  readonly potId: string;
  readonly ruleId: string;
  readonly campaigns: number;
  readonly gifts: number;
};

const GIFT_CENTS = 1_000;
const MATCH_CENTS = 500;
const CHUNK = 50_000;

/**
 * Captured gifts over two years and many campaigns, each with its match, trace and history, two entries of two
 * postings, their seals and its line of Stripe's statement: written past the use cases, as they would have left it.
 */
export async function fillBigBase(owner: PostgresJsDatabase, base: BigBase, say: (line: string) => void) {
  await write(owner, [campaignsOf(base)]);
  for (let from = 0; from < base.gifts; from += CHUNK) {
    const to = Math.min(from + CHUNK, base.gifts) - 1;
    await write(owner, statementsFor(base, from, to));
    say(`… ${to + 1} gifts`);
  }
  await write(owner, sumsOf(base));
}

async function write(owner: PostgresJsDatabase, statements: Iterable<SQL>): Promise<void> {
  await owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`select set_config('app.tx', 'bench', true)`);
    // Row by row it would look for the seal before: here all of them are written as they follow.
    await tx.execute(sql`alter table journal_seals disable trigger seal_follows`);
    for (const statement of statements) await tx.execute(statement);
    await tx.execute(sql`alter table journal_seals enable always trigger seal_follows`);
  });
}

/** An id that grows with `n`, as a real one grows with time. */
const idOf = (kind: number, n: SQL): SQL =>
  sql`('0190' || lpad(to_hex(${n}), 8, '0') || '7000800000000000000' || ${kind.toString()}::text)::uuid`;

const campaignsOf = ({ fundId, campaignId, campaigns }: BigBase): SQL => sql`
  insert into campaigns select (jsonb_populate_record(c, jsonb_build_object('id', ${idOf(1, sql`n`)}, 'slug', 'c-' || n))).*
  from campaigns c, generate_series(1, ${campaigns}::int) n where c.fund_id = ${fundId} and c.id = ${campaignId}`;

function* statementsFor({ fundId, potId, ruleId, campaigns, gifts }: BigBase, from: number, to: number): Iterable<SQL> {
  const gift = sql`(select n, ${idOf(2, sql`n`)} as id, ${idOf(3, sql`n`)} as match_id, ${idOf(4, sql`n`)} as match_entry,
      ${idOf(1, sql`1 + n % ${campaigns}::int`)} as campaign_id, ${idOf(5, sql`n % 50000`)} as donor_id,
      fund_now() - interval '1 hour' - (${gifts}::int - n) * interval '2 years' / ${gifts}::int as at
    from generate_series(${from}::int, ${to}::int) n) as gift`;
  yield sql`
    insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state, mode, created_at,
      checkout_expires_at, charge_id, captured_at, captured_cents)
    select ${fundId}, id, campaign_id, donor_id, 'camille@example.org', 'Camille', ${GIFT_CENTS}, 'captured',
      'keep_what_you_raise', at, at, 'ch_' || n, at, ${GIFT_CENTS} from ${gift}`;
  yield sql`
    insert into matches (fund_id, id, pledge_id, campaign_id, donor_id, rule_id, rule_version, pot_id, granted_cents,
      amount_cents, state, created_at)
    select ${fundId}, match_id, id, campaign_id, donor_id, ${ruleId}, 1, ${potId}, ${MATCH_CENTS}, ${MATCH_CENTS},
      'committed', at from ${gift}`;
  yield sql`
    insert into match_traces (fund_id, id, pledge_id, match_id, rule_id, rule_version, sequence, evaluated_at, trace,
      amount_cents, bound_by, pot_before_cents, pot_after_cents)
    select ${fundId}, match_id, id, match_id, ${ruleId}, 1, 1, at, '{}', ${MATCH_CENTS}, 'ratio', ${MATCH_CENTS}, 0 from ${gift}`;
  yield sql`
    insert into match_events (fund_id, id, match_id, pot_id, kind, amount_cents, occurred_at)
    select ${fundId}, case kind when 'reserved' then match_id else match_entry end, match_id, ${potId}, kind, ${MATCH_CENTS}, at
    from ${gift}, (values ('reserved'), ('committed')) as told(kind)`;
  yield sql`
    insert into journal_entries (fund_id, id, key, kind, occurred_at, recorded_at, actor, source, input_hash)
    select ${fundId}, e.id, e.key, e.kind, at, at, 'worker:bench', 'stripe:ch_' || n, ''
    from ${gift} cross join lateral (values
      (id, 'charge:ch_' || n || ':captured', 'charge_captured'),
      (match_entry, 'match:' || match_id || ':committed', 'match_committed')) as e(id, key, kind)`;
  yield sql`
    insert into postings (fund_id, entry_id, line, account, amount_cents)
    select ${fundId}, p.entry, p.line, p.account, p.amount
    from ${gift} cross join lateral (values
      (id, 1, 'stripe', ${GIFT_CENTS}::bigint), (id, 2, 'gifts:campaign:' || campaign_id, -${GIFT_CENTS}::bigint),
      (match_entry, 1, 'pot:partner:' || ${potId}::text, ${MATCH_CENTS}::bigint),
      (match_entry, 2, 'match:campaign:' || campaign_id, -${MATCH_CENTS}::bigint)) as p(entry, line, account, amount)`;
  yield sql`
    insert into journal_seals (fund_id, sequence, entry_id, hash, sealed_at)
    select ${fundId}, 1 + 2 * n + s.nth, case s.nth when 0 then id else match_entry end, repeat('0', 64), at
    from ${gift}, (values (0), (1)) as s(nth)`;
  yield sql`
    insert into balance_transactions (fund_id, id, type, reporting_category, amount_cents, fee_cents, net_cents, source_id,
      occurred_at, available_at, reconciled_at, entry_id, imported_at)
    select ${fundId}, 'txn_' || n, 'charge', 'charge', ${GIFT_CENTS}, 0, ${GIFT_CENTS}, 'ch_' || n, at, at, at, id, at from ${gift}`;
}

/** What the counters of pots and accounts hold after all of it. */
const sumsOf = ({ fundId, potId, gifts }: BigBase): readonly SQL[] => [
  sql`update matching_pots set committed_cents = committed_cents + ${gifts * MATCH_CENTS}::bigint
    where fund_id = ${fundId} and id = ${potId}`,
  sql`
    insert into accounts (fund_id, code, kind, normal_side, bounded, debit_cents, credit_cents)
    select ${fundId}, moved.account, k.kind, k.normal_side, k.bounded, moved.debit, moved.credit
    from (select account, coalesce(sum(amount_cents) filter (where amount_cents > 0), 0) as debit,
        coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0) as credit
      from postings where fund_id = ${fundId} group by account) as moved
    join account_kinds k on k.kind = moved.account or moved.account like k.kind || ':%' and k.kind in
      ('gifts:campaign', 'match:campaign', 'pot:partner')
    on conflict (fund_id, code) do update set debit_cents = excluded.debit_cents, credit_cents = excluded.credit_cents`,
];
