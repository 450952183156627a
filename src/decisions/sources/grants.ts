import { sql } from "drizzle-orm";
import { titleOf } from "../../grants/grant-origin.ts";
import { holdOf, type Source } from "../source.ts";

const END_OF_DAY = (day: string) => sql.raw(`(${day} + 1)::timestamp at time zone 'Europe/Paris'`);

/** What grants wait for, from the agreement to the financial report. */
export const grantSources: readonly Source[] = [
  {
    kind: "grant",
    actions: ["grant.sign"],
    rows: ({ fundId, userId }) => sql`
      select g.id, '/subventions/' || g.id || '/convention', ${titleOf("g")}, o.name, g.amount_cents, g.holder_signed_at,
        null::timestamptz, ${holdOf(userId, sql`o.id`, { own: sql`g.holder_signed_by` })}
      from grants g join organisations o on o.id = g.organisation_id
      where g.fund_id = ${fundId} and g.holder_signed_at is not null and g.fund_signed_at is null`,
  },
  {
    kind: "amendment",
    actions: ["grant.sign"],
    rows: ({ fundId, userId }) => sql`
      select x.id, '/subventions/' || g.id, ${titleOf("g")}, o.name, x.amount_cents, x.holder_signed_at, null::timestamptz,
        ${holdOf(userId, sql`o.id`, { own: sql`x.holder_signed_by` })}
      from grant_complements x join grants g on g.fund_id = x.fund_id and g.id = x.grant_id
      join organisations o on o.id = g.organisation_id
      where x.fund_id = ${fundId} and x.holder_signed_at is not null and x.fund_signed_at is null and x.amount_cents > 0
      union all
      select a.id, '/subventions/' || g.id, ${titleOf("g")}, o.name, null::bigint, a.holder_signed_at,
        null::timestamptz, ${holdOf(userId, sql`o.id`, { own: sql`a.holder_signed_by` })}
      from schedule_amendments a join grants g on g.fund_id = a.fund_id and g.id = a.grant_id
      join organisations o on o.id = g.organisation_id
      where a.fund_id = ${fundId} and a.holder_signed_at is not null and a.fund_signed_at is null
        and a.withdrawn_at is null`,
  },
  {
    kind: "evidence",
    actions: ["evidence.examine"],
    rows: ({ fundId, userId }) => sql`
      select e.id, '/tranches/' || i.id, ${titleOf("g")} || ' – ' || i.label, o.name, null::bigint, e.sent_at,
        ${END_OF_DAY("i.due_on")}, ${holdOf(userId, sql`o.id`)}
      from instalment_evidence e join instalments i on i.fund_id = e.fund_id and i.id = e.instalment_id
      join grants g on g.fund_id = i.fund_id and g.id = i.grant_id join organisations o on o.id = g.organisation_id
      where e.fund_id = ${fundId} and e.state = 'sent'`,
  },
  {
    kind: "missed",
    actions: ["instalment.edit"],
    // `offset 0` keeps the slow question for the few that were never asked for: every page counts these.
    rows: ({ fundId }) => sql`
      select i.id, '/tranches/' || i.id, ${titleOf("g")} || ' – ' || i.label, o.name, null::bigint,
        ${END_OF_DAY("i.due_on")}, ${END_OF_DAY("i.due_on")}, null::text
      from (select * from instalments i where i.fund_id = ${fundId} and i.cancelled_at is null
          and i.due_on < ((select fund_now()) at time zone 'Europe/Paris')::date
          and not exists (select from instalment_evidence e
            where e.fund_id = i.fund_id and e.instalment_id = i.id and e.state = 'sent')
          and not exists (select from disbursements d where d.fund_id = i.fund_id and d.instalment_id = i.id
            and d.state in ('requested', 'authorised', 'ordered', 'sent', 'paid'))
          offset 0) i
      join grants g on g.fund_id = i.fund_id and g.id = i.grant_id
      join organisations o on o.id = g.organisation_id
      where g.fund_signed_at is not null and g.suspended_at is null and g.amount_cents > g.reduced_cents
        and instalment_is_open(i.fund_id, i.id, false)`,
  },
  {
    kind: "report",
    actions: ["spending-report.decide"],
    rows: ({ fundId, userId }) => sql`
      select r.id, '/subventions/' || g.id || '/compte-rendu', ${titleOf("g")}, o.name, g.amount_cents, r.submitted_at,
        null::timestamptz, ${holdOf(userId, sql`o.id`, { own: sql`r.submitted_by` })}
      from spending_reports r join grants g on g.fund_id = r.fund_id and g.id = r.grant_id
      join organisations o on o.id = g.organisation_id
      where r.fund_id = ${fundId} and r.state = 'submitted'`,
  },
];
