import { sql } from "drizzle-orm";
import type { Invariant } from "./invariant.ts";

/** What holds of the fund's own grants: the money a committee granted stands in one place (D1). */
export const COMMITTEE_INVARIANTS: readonly Invariant[] = [
  {
    name: "D1 what is kept aside of each award is the award, until it joins a grant or goes back",
    ofBalances: true,
    broken: (fundId: string) => sql`
      select coalesce(p.id::text, right(c.code, 36)) as subject,
        json_build_object('kept', coalesce(c.kept, 0), 'due', coalesce(p.due, 0)) as facts
      from (select id, award_state, case when award_state = 'reserved' then awarded_cents else 0 end as due
          from own_grant_applications where fund_id = ${fundId}) p
      full join (select code, credit_cents - debit_cents as kept from accounts
          where fund_id = ${fundId} and kind = 'fund:committed') c on c.code = 'fund:committed:' || p.id
      where coalesce(c.kept, 0) <> coalesce(p.due, 0)`,
  },
  {
    name: "D1 a grant the committee made by itself is the whole award of the application it names",
    broken: (fundId: string) => sql`
      select g.id::text as subject, json_build_object('grant', g.amount_cents, 'awarded', a.awarded_cents) as facts
      from grants g join own_grant_applications a on a.fund_id = g.fund_id and a.id = g.application_id
      where g.fund_id = ${fundId} and (g.id, g.amount_cents, null::uuid) is distinct from (a.grant_id, a.awarded_cents, a.campaign_id)`,
  },
  {
    name: "D1 every award rests on a decision of that amount, and every session stays within its envelope",
    broken: (fundId: string) => sql`
      select a.id::text as subject, json_build_object('given', a.awarded_cents, 'allowed', coalesce(sum(d.amount_cents), 0)) as facts
      from own_grant_applications a
      left join committee_decisions d on d.fund_id = a.fund_id and d.application_id = a.id and d.outcome = 'granted'
      where a.fund_id = ${fundId} group by a.id, a.awarded_cents
      having coalesce(a.awarded_cents, 0) <> coalesce(sum(d.amount_cents), 0)
      union all
      select s.id::text, json_build_object('given', sum(d.amount_cents), 'allowed', s.envelope_cents)
      from committee_sessions s join committee_decisions d on d.fund_id = s.fund_id and d.session_id = s.id
      where s.fund_id = ${fundId} group by s.id, s.envelope_cents having sum(d.amount_cents) > s.envelope_cents`,
  },
  {
    name: "D1 nobody tied by their own word voted, and every decision counts the votes that were cast",
    broken: (fundId: string) => sql`
      select d.application_id::text as subject,
        json_build_object('counted', d.votes_for + d.votes_against + d.abstentions, 'cast', count(v.user_id), 'tied', 0) as facts
      from committee_decisions d
      left join committee_votes v on (v.fund_id, v.session_id, v.application_id) = (d.fund_id, d.session_id, d.application_id)
      where d.fund_id = ${fundId} group by d.application_id, d.session_id, d.votes_for, d.votes_against, d.abstentions
      having d.votes_for + d.votes_against + d.abstentions > count(v.user_id)
      union all
      select v.application_id::text, json_build_object('counted', null, 'cast', null, 'tied', 1) from committee_votes v
      join committee_conflicts c on (c.fund_id, c.session_id, c.application_id, c.user_id) = (v.fund_id, v.session_id, v.application_id, v.user_id)
      where v.fund_id = ${fundId}`,
  },
];
