import { sql } from "drizzle-orm";
import { ownHold, type Source } from "../source.ts";

const ROUND = sql.raw(`agreement_negotiations n
  join lateral (select v.version, v.side, v.created_at from agreement_versions v
    where v.fund_id = n.fund_id and v.agreement_id = n.agreement_id order by v.version desc limit 1) v on true
  join cooperation_agreements a on a.fund_id = n.fund_id and a.id = n.agreement_id
  join organisations o on o.id = a.partner_id
  left join agreement_acceptances t on t.fund_id = n.fund_id and t.agreement_id = n.agreement_id
    and t.version = v.version`);

/** What partners wait for. */
export const partnerSources: readonly Source[] = [
  {
    kind: "proposal",
    actions: ["agreement.negotiate"],
    rows: ({ fundId }) => sql`
      select n.agreement_id, '/partenaires/' || n.agreement_id, coalesce(a.title, a.reference), o.name, null::bigint,
        v.created_at, null::timestamptz, null::text
      from ${ROUND} where n.fund_id = ${fundId} and n.state = 'open' and v.side = 'partner' and t.version is null`,
  },
  {
    kind: "agreement",
    actions: ["agreement.sign"],
    rows: ({ fundId, userId }) => sql`
      select n.agreement_id, '/partenaires/' || n.agreement_id || '/signature', coalesce(a.title, a.reference), o.name,
        null::bigint, t.created_at, null::timestamptz,
        case when exists (select from agreement_signatures s where s.fund_id = n.fund_id
          and s.agreement_id = n.agreement_id and s.version = v.version and s.signed_by = ${userId}) then 'own' end
      from ${ROUND} where n.fund_id = ${fundId} and n.state = 'open' and t.version is not null
        and (select count(*) from agreement_signatures s where s.fund_id = n.fund_id
          and s.agreement_id = n.agreement_id and s.version = v.version and s.side = 'fund')
          < case when t.needs_second then 2 else 1 end`,
  },
  {
    kind: "suspension",
    actions: ["agreement.suspend"],
    rows: ({ fundId }) => sql`
      select x.agreement_id, '/partenaires/' || x.agreement_id, x.reason, o.name, null::bigint, x.created_at,
        null::timestamptz, null::text
      from agreement_suspensions x join cooperation_agreements a on a.fund_id = x.fund_id and a.id = x.agreement_id
      join organisations o on o.id = a.partner_id
      where x.fund_id = ${fundId} and x.state = 'asked' and x.asked_side = 'partner'`,
  },
  {
    kind: "delivery",
    actions: ["delivery.record"],
    rows: ({ fundId, userId }) => sql`
      select d.id, '/partenaires/' || d.agreement_id || '/echanges', m.label, o.name, null::bigint, d.created_at,
        null::timestamptz, ${ownHold(userId, sql`d.recorded_by`)}
      from commitment_deliveries d
      join commitments m on m.fund_id = d.fund_id and m.agreement_id = d.agreement_id and m.key = d.commitment_key
      join cooperation_agreements a on a.fund_id = d.fund_id and a.id = d.agreement_id
      join organisations o on o.id = a.partner_id
      where d.fund_id = ${fundId} and d.state = 'recorded' and d.recorded_side = 'partner'`,
  },
  {
    kind: "round",
    actions: ["round.correct"],
    rows: ({ fundId, userId }) => sql`
      select r.id, '/tours/' || r.rule_id, r.reason, u.name, null::bigint, r.proposed_at, null::timestamptz,
        ${ownHold(userId, sql`r.proposed_by`)}
      from round_corrections r join users u on u.id = r.proposed_by
      where r.fund_id = ${fundId} and r.state = 'proposed'`,
  },
];
