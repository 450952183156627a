import { sql } from "drizzle-orm";
import type { Invariant } from "./invariant.ts";

/** What must hold of pots, their withdrawals, collections and calls (M2, M9, S1, D3). */
export const POT_INVARIANTS: readonly Invariant[] = [
  {
    name: "M2 every pot's counters are the sums of its matches, fundings and withdrawals",
    broken: (fundId) => sql`
      select pot.id::text as subject,
        json_build_object('funded', pot.funded_cents, 'fundedSum', f.funded, 'withdrawn', pot.withdrawn_cents,
          'withdrawnSum', w.withdrawn, 'reserved', pot.reserved_cents, 'reservedSum', m.reserved,
          'committed', pot.committed_cents, 'committedSum', m.committed, 'paid', pot.paid_cents, 'paidSum', m.paid) as facts
      from matching_pots pot
      cross join lateral (select
          (select coalesce(sum(amount_cents), 0) from pot_fundings where fund_id = pot.fund_id and pot_id = pot.id)
          - (select coalesce(sum(amount_cents), 0) from pot_funding_returns
            where fund_id = pot.fund_id and pot_id = pot.id) as funded) f
      cross join lateral (select coalesce(sum(amount_cents), 0) as withdrawn from pot_withdrawals
        where fund_id = pot.fund_id and pot_id = pot.id and state not in ('refused', 'cancelled', 'returned')) w
      cross join lateral (select
          coalesce(sum(amount_cents) filter (where state = 'reserved'), 0) as reserved,
          coalesce(sum(amount_cents) filter (where state = 'committed'), 0) as committed,
          coalesce(sum(amount_cents) filter (where state = 'paid'), 0) as paid
        from matches where fund_id = pot.fund_id and pot_id = pot.id) m
      where pot.fund_id = ${fundId}
        and (pot.funded_cents, pot.withdrawn_cents, pot.reserved_cents, pot.committed_cents, pot.paid_cents)
          is distinct from (f.funded, w.withdrawn, m.reserved, m.committed, m.paid)`,
  },
  {
    name: "M2 every pot's account holds what was funded less what was committed, paid and ordered back",
    ofBalances: true,
    broken: (fundId) => sql`
      select pot.id::text as subject, json_build_object('held', coalesce(a.credit_cents - a.debit_cents, 0),
        'due', pot.funded_cents - w.ordered - pot.committed_cents - pot.paid_cents) as facts
      from matching_pots pot left join accounts a on a.fund_id = pot.fund_id and a.code = 'pot:partner:' || pot.id
      cross join lateral (select coalesce(sum(amount_cents), 0) as ordered from pot_withdrawals
        where fund_id = pot.fund_id and pot_id = pot.id and state in ('ordered', 'sent', 'paid')) w
      where pot.fund_id = ${fundId} and coalesce(a.credit_cents - a.debit_cents, 0)
        <> pot.funded_cents - w.ordered - pot.committed_cents - pot.paid_cents`,
  },
  {
    name: "M2 every pot's history adds up to what it is now",
    broken: (fundId) => sql`
      select pot.id::text as subject, json_build_object(
          'promised', pot.promised_cents, 'promisedSum', e.promised, 'withdrawn', pot.withdrawn_cents,
          'withdrawnSum', e.withdrawn, 'reserved', pot.reserved_cents, 'reservedSum', m.reserved - m.released - m.committed,
          'committed', pot.committed_cents, 'committedSum', m.committed - m.reversed - m.paid,
          'paid', pot.paid_cents, 'paidSum', m.paid - m.clawback) as facts
      from matching_pots pot
      cross join lateral (select
          coalesce(sum(amount_cents) filter (where kind = 'promised'), 0) as promised,
          coalesce(sum(amount_cents) filter (where kind = 'withdrawal_requested'), 0)
          - coalesce(sum(amount_cents) filter (where kind in
            ('withdrawal_refused', 'withdrawal_cancelled', 'withdrawal_returned')), 0) as withdrawn
        from pot_events where fund_id = pot.fund_id and pot_id = pot.id) e
      cross join lateral (select
          coalesce(sum(amount_cents) filter (where kind = 'reserved'), 0) as reserved,
          coalesce(sum(amount_cents) filter (where kind = 'released'), 0) as released,
          coalesce(sum(amount_cents) filter (where kind = 'committed'), 0) as committed,
          coalesce(sum(amount_cents) filter (where kind = 'reversed'), 0) as reversed,
          coalesce(sum(amount_cents) filter (where kind = 'paid'), 0) as paid,
          coalesce(sum(amount_cents) filter (where kind = 'clawback_due'), 0) as clawback
        from match_events where fund_id = pot.fund_id and pot_id = pot.id) m
      where pot.fund_id = ${fundId}
        and (pot.promised_cents, pot.withdrawn_cents, pot.reserved_cents, pot.committed_cents, pot.paid_cents)
          is distinct from (e.promised, e.withdrawn, m.reserved - m.released - m.committed,
            m.committed - m.reversed - m.paid, m.paid - m.clawback)`,
  },
  {
    name: "S1 every collection from a pot's Stripe account is a funding of its own",
    broken: (fundId) => sql`
      select c.id::text as subject, json_build_object('collected', c.amount_cents, 'funded', f.amount_cents) as facts
      from pot_collections c
      left join pot_fundings f on f.fund_id = c.fund_id and f.source = 'stripe' and f.reference = c.charge_id and f.pot_id = c.pot_id
      where c.fund_id = ${fundId} and c.state = 'captured' and f.amount_cents is distinct from c.amount_cents`,
  },
  {
    name: "M9 calls for funds are numbered without gaps in each year",
    broken: (fundId) => sql`
      select year::text as subject, json_build_object('calls', count(*), 'last', max(number)) as facts
      from fund_calls where fund_id = ${fundId} group by year having count(*) <> max(number)`,
  },
  {
    name: "D3 every withdrawal was approved by two people who did not ask for it",
    broken: (fundId) => sql`
      select w.id::text as subject, json_build_object('approvers', count(distinct a.user_id)) as facts
      from pot_withdrawals w
      left join pot_withdrawal_approvals a on a.fund_id = w.fund_id and a.withdrawal_id = w.id
        and a.voided_at is null and a.user_id <> w.requested_by and a.content_hash = w.content_hash
      where w.fund_id = ${fundId} and w.state in ('ordered', 'sent', 'paid', 'returned')
      group by w.id having count(distinct a.user_id) <> 2`,
  },
];
