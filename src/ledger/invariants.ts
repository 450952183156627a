import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { COMMITTEE_INVARIANTS } from "./committee-invariants.ts";
import type { Finding, Invariant } from "./invariant.ts";
import { POT_INVARIANTS } from "./pot-invariants.ts";
import { ROUND_INVARIANTS } from "./round-invariants.ts";

const INVARIANTS: readonly Invariant[] = [
  {
    name: "L1 every entry has at least two postings that sum to zero",
    broken: (fundId) => sql`
      select e.key as subject, json_build_object('lines', p.lines, 'sum', p.sum) as facts
      from (select entry_id, count(*) as lines, sum(amount_cents) as sum from postings where fund_id = ${fundId}
          group by entry_id having count(*) < 2 or sum(amount_cents) <> 0) p
      join journal_entries e on e.fund_id = ${fundId} and e.id = p.entry_id
      union all
      select e.key, json_build_object('lines', 0, 'sum', 0) from journal_entries e
      where e.fund_id = ${fundId} and not exists (select from postings p where p.fund_id = ${fundId} and p.entry_id = e.id)`,
  },
  {
    name: "L3 every balance is the sum of its postings",
    broken: (fundId) => sql`
      select coalesce(a.code, p.account) as subject,
        json_build_object('kept', coalesce(a.kept, 0), 'posted', coalesce(p.posted, 0)) as facts
      from (select code, debit_cents - credit_cents as kept from accounts where fund_id = ${fundId}) a
      full join (select account, sum(amount_cents) as posted from postings where fund_id = ${fundId} group by account) p
        on p.account = a.code
      where coalesce(a.kept, 0) <> coalesce(p.posted, 0)`,
  },
  {
    name: "L3 no bounded account is below zero",
    broken: (fundId) => sql`
      select code as subject, json_build_object('debit', debit_cents, 'credit', credit_cents) as facts from accounts
      where fund_id = ${fundId} and bounded
        and case normal_side when 'debit' then debit_cents - credit_cents else credit_cents - debit_cents end < 0`,
  },
  ...POT_INVARIANTS,
  {
    name: "M4 matches are in the state their pledge allows",
    broken: (fundId) => sql`
      select m.id::text as subject, json_build_object('match', m.state, 'pledge', p.state) as facts
      from matches m join pledges p on p.fund_id = m.fund_id and p.id = m.pledge_id
      where m.fund_id = ${fundId} and case m.state
        when 'reserved' then p.state not in ('draft', 'authorised', 'charging', 'action_required')
        when 'released' then false
        else p.state <> 'captured' end`,
  },
  {
    name: "M12 every match is the sum its trace tells",
    broken: (fundId) => sql`
      select m.id::text as subject, json_build_object('granted', m.granted_cents, 'traced', t.amount_cents) as facts
      from matches m left join match_traces t on t.fund_id = m.fund_id and t.match_id = m.id
      where m.fund_id = ${fundId} and m.granted_cents is distinct from t.amount_cents`,
  },
  {
    name: "L2 every captured pledge stands in the journal once, whole",
    broken: (fundId) => sql`
      select p.id::text as subject, json_build_object('captured', p.captured_cents, 'posted', x.amount_cents) as facts
      from pledges p
      left join journal_entries e on e.fund_id = p.fund_id and e.key = 'charge:' || p.charge_id || ':captured'
      left join postings x on x.fund_id = e.fund_id and x.entry_id = e.id and x.account = 'stripe'
      where p.fund_id = ${fundId} and p.state = 'captured' and p.captured_cents is distinct from x.amount_cents`,
  },
  {
    name: "L2 every charge in the journal is of a pledge or of late money",
    broken: (fundId) => sql`
      select e.key as subject, json_build_object('kind', e.kind) as facts from journal_entries e
      where e.fund_id = ${fundId} and e.kind in ('charge_captured', 'late_money_received')
        and not exists (select from pledges p where p.fund_id = e.fund_id and 'stripe:' || p.charge_id = e.source)
        and not exists (select from refunds r where r.fund_id = e.fund_id and 'stripe:' || r.charge_id = e.source)`,
  },
  {
    name: "D1 a campaign's accounts hold its captured gifts and committed matches until it succeeds",
    ofBalances: true,
    broken: (fundId) => sql`
      select c.id::text as subject, json_build_object('gifts', h.gifts, 'giftsDue', h.due_gifts, 'matches', h.matches,
        'matchesDue', h.due_matches) as facts
      from campaigns c
      left join accounts g on g.fund_id = c.fund_id and g.code = 'gifts:campaign:' || c.id
      left join accounts m on m.fund_id = c.fund_id and m.code = 'match:campaign:' || c.id
      left join (select campaign_id, sum(amount_cents - returned_gift_cents) as due from pledges
        where fund_id = ${fundId} and state = 'captured' group by campaign_id) p on p.campaign_id = c.id
      left join (select campaign_id, sum(amount_cents) as due from matches
        where fund_id = ${fundId} and state = 'committed' group by campaign_id) k on k.campaign_id = c.id
      cross join lateral (select coalesce(g.credit_cents - g.debit_cents, 0) as gifts, coalesce(m.credit_cents - m.debit_cents, 0) as matches,
        case when c.state = 'succeeded' then 0 else coalesce(p.due, 0) end as due_gifts,
        case when c.state = 'succeeded' then 0 else coalesce(k.due, 0) end as due_matches) h
      where c.fund_id = ${fundId} and (h.gifts, h.matches) is distinct from (h.due_gifts, h.due_matches)`,
  },
  {
    name: "F1 what is owed to donors is the sum of refunds not yet paid",
    ofBalances: true,
    broken: (fundId) => sql`
      select 'refunds-due' as subject, json_build_object('held', held.sum, 'due', due.sum) as facts
      from (select coalesce(sum(credit_cents - debit_cents), 0) as sum from accounts
          where fund_id = ${fundId} and code = 'refunds-due') held,
        (select coalesce(sum(amount_cents), 0) as sum from refunds
          where fund_id = ${fundId} and state not in ('succeeded', 'closed')) due
      where held.sum <> due.sum`,
  },
  {
    name: "F1 what a pledge gave back is the sum of its refunds and lost disputes, by part, within what was captured",
    broken: (fundId) => sql`
      select p.id::text as subject, json_build_object('captured', p.captured_cents, 'returned', p.returned_cents, 'back', h.back,
        'giftReturned', p.returned_gift_cents, 'giftBack', h.gift_back, 'frozen', p.disputed_cents, 'open', h.open) as facts
      from pledges p
      left join (select pledge_id, charge_id, sum(amount_cents) as sum, sum(gift_cents) as gift from refunds
        where fund_id = ${fundId} group by pledge_id, charge_id) r
        on r.pledge_id = p.id and r.charge_id = p.charge_id and p.state = 'captured'
      left join (select pledge_id,
          coalesce(sum(gift_cents + tip_cents) filter (where state = 'lost'), 0) as lost,
          coalesce(sum(gift_cents) filter (where state = 'lost'), 0) as lost_gift,
          coalesce(sum(gift_cents + tip_cents) filter (where state = 'open'), 0) as open,
          coalesce(sum(gift_cents) filter (where state = 'open'), 0) as open_gift
        from disputes where fund_id = ${fundId} group by pledge_id) d on d.pledge_id = p.id
      cross join lateral (select coalesce(r.sum, 0) + coalesce(d.lost, 0) as back, coalesce(d.open, 0) as open,
        coalesce(r.gift, 0) + coalesce(d.lost_gift, 0) as gift_back, coalesce(d.open_gift, 0) as open_gift) h
      where p.fund_id = ${fundId} and ((p.returned_cents, p.returned_gift_cents, p.disputed_cents, p.disputed_gift_cents)
          is distinct from (h.back, h.gift_back, h.open, h.open_gift)
        or p.returned_cents + p.disputed_cents > p.captured_cents)`,
  },
  {
    name: "F4 the disputed account holds what open disputes took",
    ofBalances: true,
    broken: (fundId) => sql`
      select 'disputed' as subject, json_build_object('held', held.sum, 'due', due.sum) as facts
      from (select coalesce(sum(debit_cents - credit_cents), 0) as sum from accounts
          where fund_id = ${fundId} and code = 'disputed') held,
        (select coalesce(sum(amount_cents), 0) as sum from disputes where fund_id = ${fundId} and state = 'open') due
      where held.sum <> due.sum`,
  },
  {
    name: "M10 no match stands behind a gift that went back whole, and what went of a match has its cause",
    broken: (fundId) => sql`
      select m.id::text as subject, json_build_object('stands', m.amount_cents, 'granted', m.granted_cents,
        'taken', coalesce(r.sum, 0), 'left', p.amount_cents - p.returned_gift_cents) as facts
      from matches m
      join pledges p on p.fund_id = m.fund_id and p.id = m.pledge_id
      left join (select match_id, sum(amount_cents) as sum from match_reductions
        where fund_id = ${fundId} group by match_id) r on r.match_id = m.id
      where m.fund_id = ${fundId} and (
        (m.state in ('reserved', 'committed', 'paid')
          and (p.returned_gift_cents = p.amount_cents or coalesce(r.sum, 0) <> m.granted_cents - m.amount_cents))
        or (m.state in ('reversed', 'clawback_due') and coalesce(r.sum, 0) <> m.granted_cents)
        or (m.state = 'released' and p.ended_at is null and coalesce(r.sum, 0) <> m.granted_cents))`,
  },
  {
    name: "D7 every grant's account holds what was not sent yet, its counters what is under way and paid",
    ofBalances: true,
    broken: (fundId) => sql`
      select g.id::text as subject, json_build_object('held', coalesce(a.credit_cents - a.debit_cents, 0),
          'due', g.amount_cents - g.reduced_cents - d.sent - d.paid, 'engaged', g.engaged_cents, 'underWay', d.engaged,
          'paid', g.paid_cents, 'sent', d.paid) as facts
      from grants g
      left join accounts a on a.fund_id = g.fund_id and a.code = 'grant:' || g.id
      cross join lateral (select
          coalesce(sum(amount_cents) filter (where state = 'sent'), 0) as sent,
          coalesce(sum(amount_cents - reversed_cents) filter (where state = 'paid'), 0) as paid,
          coalesce(sum(amount_cents) filter (where state in ('requested', 'authorised', 'ordered', 'sent')), 0) as engaged
        from disbursements where fund_id = g.fund_id and grant_id = g.id) d
      where g.fund_id = ${fundId}
        and (coalesce(a.credit_cents - a.debit_cents, 0), g.engaged_cents, g.paid_cents)
          is distinct from (g.amount_cents - g.reduced_cents - d.sent - d.paid, d.engaged, d.paid)`,
  },
  {
    name: "D3 every order was approved by two people who did not ask for it",
    broken: (fundId) => sql`
      select d.id::text as subject, json_build_object('approvers', count(distinct a.user_id)) as facts
      from disbursements d
      left join disbursement_approvals a on a.fund_id = d.fund_id and a.disbursement_id = d.id
        and a.voided_at is null and a.user_id <> d.requested_by and a.content_hash = d.content_hash
      where d.fund_id = ${fundId} and d.state in ('ordered', 'sent', 'paid', 'returned')
      group by d.id having count(distinct a.user_id) <> 2`,
  },
  {
    name: "D6 every order two people declared not executed is returned, unpaid, by one entry that reverses its sending",
    broken: (fundId) => sql`
      select coalesce(d.id, w.id)::text as subject, json_build_object('reversals', num_nonnulls(e.id)) as facts
      from non_executions n
      left join disbursements d on d.fund_id = n.fund_id and d.id = n.disbursement_id
      left join pot_withdrawals w on w.fund_id = n.fund_id and w.id = n.withdrawal_id
      left join journal_entries e on e.fund_id = n.fund_id and e.reverses_id is not null
        and e.key = coalesce('disbursement:' || d.id, 'withdrawal:' || w.id) || ':not-executed'
      where n.fund_id = ${fundId} and n.state = 'confirmed'
        and (e.id is null or coalesce(d.state, w.state) <> 'returned' or coalesce(d.paid_at, w.paid_at) is not null)`,
  },
  ...COMMITTEE_INVARIANTS,
  ...ROUND_INVARIANTS,
  {
    name: "P9 every reward's count is the pledges that hold it",
    broken: (fundId) => sql`
      select r.id::text as subject, json_build_object('taken', r.taken, 'held', count(p.id)) as facts
      from rewards r left join pledges p on p.fund_id = r.fund_id and p.reward_id = r.id and p.reward_held
      where r.fund_id = ${fundId} group by r.id, r.taken having r.taken <> count(p.id)`,
  },
];

/** What `npm run books` and the tests hold the whole base to: every invariant, with what breaks it. */
export const invariantNames: readonly string[] = INVARIANTS.map((i) => i.name);

/** Those an entry may break that the database lets be posted: all else of the journal it refuses by itself. */
export const balanceInvariants: readonly string[] = INVARIANTS.filter((i) => i.ofBalances).map((i) => i.name);

/** Looks for anything in the fund that breaks an invariant of the books, or some of them; empty when all hold. */
export async function findBrokenInvariants(
  reader: Reader,
  fundId: string,
  names: readonly string[] = invariantNames,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, broken } of INVARIANTS.filter((one) => names.includes(one.name))) {
    const rows = await reader.execute<Omit<Finding, "invariant">>(broken(fundId));
    findings.push(...rows.map(({ subject, facts }) => ({ invariant: name, subject, facts })));
  }
  return findings;
}
