import { inArray, sql } from "drizzle-orm";
import { PERMISSIONS } from "../../domain/permissions.ts";
import { ownHold, type Source } from "../source.ts";

const difference = (state: "open" | "explained") =>
  sql.raw(`differences x
  left join users w on w.id = x.owner_id where x.state = '${state}'`);

/** Who is in charge may explain it: else it waits for those who may, as where a role ended. */
const OWNER_EXPLAINS = sql`x.owner_id in (select f.user_id from staff_roles_in_force f
  where ${inArray(sql`f.role`, [...PERMISSIONS["difference.explain"].staff])})`;

/** What the books, the rules and the people of the fund wait for. */
export const bookSources: readonly Source[] = [
  {
    kind: "explain",
    actions: ["difference.explain"],
    rows: ({ fundId, userId }) => sql`
      select x.id, '/ecarts/' || x.id, x.kind, w.name, x.amount_cents, x.opened_at,
        x.opened_at + interval '7 days', case when x.owner_id <> ${userId} and ${OWNER_EXPLAINS} then 'owned' end
      from ${difference("open")} and x.fund_id = ${fundId}`,
  },
  {
    kind: "close",
    actions: ["difference.close"],
    rows: ({ fundId, userId }) => sql`
      select x.id, '/ecarts/' || x.id, x.kind, w.name, x.amount_cents, x.opened_at,
        x.opened_at + interval '7 days', ${ownHold(userId, sql`x.explained_by`)}
      from ${difference("explained")} and x.fund_id = ${fundId}`,
  },
  {
    kind: "entry",
    actions: ["entry.confirm"],
    rows: ({ fundId, userId }) => sql`
      select m.id, '/livres/corrections/' || m.id, m.reason, u.name,
        coalesce(m.amount_cents, (select sum(l.amount_cents) filter (where l.amount_cents > 0) from postings l
          where l.fund_id = m.fund_id and l.entry_id = m.reverses_id)),
        m.created_at, null::timestamptz, ${ownHold(userId, sql`m.proposed_by`)}
      from manual_entries m join users u on u.id = m.proposed_by
      where m.fund_id = ${fundId} and m.state = 'proposed'`,
  },
  {
    kind: "day",
    actions: ["day.close"],
    // Only where days are closed at all: a fund may have other ways.
    rows: ({ fundId }) => sql`
      select d.day, '/journees', to_char(d.day, 'YYYY-MM-DD'), null::text, null::bigint,
        (d.day + 1)::timestamp at time zone 'Europe/Paris', (d.day + 8)::timestamp at time zone 'Europe/Paris', null::text
      from (select max(day) + 1 as day from closed_days where fund_id = ${fundId}) d
      where d.day < (fund_now() at time zone 'Europe/Paris')::date and exists (
        select from journal_entries e join postings l on l.fund_id = e.fund_id and l.entry_id = e.id
          and l.account in ('stripe', 'bank')
        where e.fund_id = ${fundId} and e.occurred_at >= d.day::timestamp at time zone 'Europe/Paris'
          and e.occurred_at < (fund_now() at time zone 'Europe/Paris')::date::timestamp at time zone 'Europe/Paris')`,
  },
  {
    kind: "safety",
    actions: ["safety.change"],
    rows: ({ fundId, userId }) => sql`
      select s.id, '/regles-de-securite', s.rule, u.name, s.to_cents, s.proposed_at, null::timestamptz,
        case when ${userId} in (s.proposed_by, s.user_id) then 'own' end
      from safety_changes s join users u on u.id = s.proposed_by
      where s.fund_id = ${fundId} and s.confirmed_at is null and s.cancelled_at is null and s.takes_effect_at is null`,
  },
  {
    kind: "role",
    actions: ["staff.edit"],
    rows: ({ userId }) => sql`
      select r.user_id, '/equipe', r.role, u.name, null::bigint, r.proposed_at, null::timestamptz,
        case when ${userId} in (r.proposed_by, r.user_id) then 'own' end
      from staff_roles r join users u on u.id = r.user_id where r.granted_at is null`,
  },
  {
    kind: "message",
    actions: ["message.answer"],
    rows: ({ fundId }) => sql`
      select m.id, '/messages/' || m.id, left(m.body, 80), m.name, null::bigint, m.created_at,
        m.created_at + interval '3 days', null::text
      from contact_messages m where m.fund_id = ${fundId} and m.answered_at is null`,
  },
];
