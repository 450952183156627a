import { sql } from "drizzle-orm";
import type { Invariant } from "./invariant.ts";

/** What must hold of rounds and of what they added to grants. */
export const ROUND_INVARIANTS: readonly Invariant[] = [
  {
    name: "M15 what stands of a round's matches is at most what its latest result shares",
    broken: (fundId) => sql`
      select m.pledge_id::text as subject, json_build_object('stands', sum(m.amount_cents), 'shared', coalesce(l.amount_cents, 0)) as facts
      from matches m
      join match_traces t on t.fund_id = m.fund_id and t.pledge_id = m.pledge_id and t.match_id = m.id and t.cause = 'round'
      left join (select rule_id, max(version) as version from round_results where fund_id = ${fundId} group by rule_id) r
        on r.rule_id = m.rule_id
      left join round_lines l on l.fund_id = m.fund_id and l.rule_id = m.rule_id and l.version = r.version and l.pledge_id = m.pledge_id
      where m.fund_id = ${fundId} and m.state in ('reserved', 'committed', 'paid')
      group by m.rule_id, m.pledge_id, l.amount_cents having sum(m.amount_cents) > coalesce(l.amount_cents, 0)`,
  },
  {
    name: "D3 what a grant holds back is what its unsigned amendments add",
    broken: (fundId) => sql`
      select g.id::text as subject, json_build_object('held', g.awaiting_cents, 'unsigned', c.sum) as facts
      from grants g
      cross join lateral (select coalesce(sum(amount_cents), 0) as sum from grant_complements
        where fund_id = g.fund_id and grant_id = g.id and is_amendment and fund_signed_at is null) c
      where g.fund_id = ${fundId} and g.awaiting_cents <> c.sum`,
  },
];
