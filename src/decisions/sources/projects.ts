import { sql } from "drizzle-orm";
import { holdOf, type Source } from "../source.ts";

/** What holders ask of the fund before money moves. */
export const projectSources: readonly Source[] = [
  {
    kind: "campaign",
    actions: ["campaign.review"],
    rows: ({ fundId, userId }) => sql`
      select c.id, '/instruction/' || c.id, c.title, o.name, c.goal_cents,
        coalesce((select max(s.submitted_at) from campaign_submissions s
          where s.fund_id = c.fund_id and s.campaign_id = c.id), c.created_at),
        c.starts_at, ${holdOf(userId, sql`o.id`)}
      from campaigns c join projects p on p.fund_id = c.fund_id and p.id = c.project_id
      join organisations o on o.id = p.organisation_id
      where c.fund_id = ${fundId} and c.state = 'submitted'`,
  },
  {
    kind: "application",
    actions: ["own-grant.review"],
    rows: ({ fundId, userId }) => sql`
      select a.id, '/demandes/' || a.id, p.title, o.name, a.asked_cents, a.submitted_at, null::timestamptz,
        ${holdOf(userId, sql`o.id`)}
      from own_grant_applications a join projects p on p.fund_id = a.fund_id and p.id = a.project_id
      join organisations o on o.id = p.organisation_id
      where a.fund_id = ${fundId} and a.state = 'submitted'`,
  },
  {
    kind: "session",
    actions: "seat",
    rows: ({ fundId, userId }) => sql`
      select s.id, '/comite/seances/' || s.id, to_char(s.held_on, 'YYYY-MM-DD'), null::text, s.envelope_cents,
        s.created_at, (s.held_on + 1)::timestamp at time zone 'Europe/Paris', null::text
      from committee_sessions s
      where s.fund_id = ${fundId} and (
        (s.state = 'open' and s.chair_id = ${userId})
        or (s.state = 'closed' and ((s.chair_id = ${userId} and s.chair_signed_at is null)
          or (s.secretary_id = ${userId} and s.secretary_signed_at is null)))
        or (s.state = 'open' and exists (select from committee_members m
            where m.fund_id = s.fund_id and m.user_id = ${userId} and s.held_on between m.starts_on and m.ends_on)
          and exists (select from session_applications a where a.fund_id = s.fund_id and a.session_id = s.id
            and committee_conflict(s.fund_id, s.id, a.application_id, ${userId}) is null
            and not exists (select from committee_votes v where (v.fund_id, v.session_id, v.application_id, v.user_id)
              = (s.fund_id, s.id, a.application_id, ${userId}::uuid)))))`,
  },
  {
    kind: "identity",
    actions: ["organisation.verify"],
    rows: ({ fundId, userId }) => sql`
      select o.id, '/structures/' || o.id, o.name, null::text, null::bigint,
        min(coalesce(c.opened_at, c.created_at)), null::timestamptz, ${holdOf(userId, sql`o.id`)}
      from organisations o join projects p on p.organisation_id = o.id and p.fund_id = ${fundId}
      join campaigns c on c.fund_id = p.fund_id and c.project_id = p.id
        and c.state in ('submitted', 'scheduled', 'live', 'settling')
      where not exists (select from organisation_reviews r where r.fund_id = ${fundId} and r.organisation_id = o.id
        and (r.name, r.siret, r.rna) is not distinct from (o.name, o.siret, o.rna))
      group by o.id`,
  },
  {
    kind: "account",
    actions: ["organisation.verify-bank-account"],
    rows: ({ userId }) => sql`
      select b.id, '/structures/' || b.organisation_id, b.holder_name || ' ' || b.iban_masked, o.name, null::bigint,
        b.created_at, null::timestamptz, ${holdOf(userId, sql`o.id`, { own: sql`b.created_by` })}
      from bank_accounts b join organisations o on o.id = b.organisation_id where b.state = 'pending'`,
  },
];
