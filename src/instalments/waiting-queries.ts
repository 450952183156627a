import { sql } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { plusDays } from "../domain/calendar.ts";
import { permits } from "../domain/permissions.ts";
import { titleOf } from "../grants/grant-origin.ts";

export type WaitingInstalment = {
  readonly id: string;
  readonly grantId: string;
  readonly number: number;
  readonly label: string;
  readonly dueOn: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly campaignTitle: string;
};

/** Instalments under a signed agreement, due by that day, that their holder can act on: show evidence, or ask for the money. */
const listWaiting = ({ db, fundId }: Deps, until: string, only = sql`true`): Promise<readonly WaitingInstalment[]> =>
  db.execute<WaitingInstalment>(sql`
    select ${COLUMNS} from instalments i ${OF_GRANT}
    where i.fund_id = ${fundId} and i.due_on <= ${until} and i.cancelled_at is null
      and g.fund_signed_at is not null and g.suspended_at is null and g.amount_cents > g.reduced_cents
      and instalment_is_open(i.fund_id, i.id, false)
      and not exists (select from instalment_evidence e
        where e.fund_id = i.fund_id and e.instalment_id = i.id and e.state = 'sent')
      and not exists (select from disbursements d where d.fund_id = i.fund_id and d.instalment_id = i.id
        and d.state in ('requested', 'authorised', 'ordered', 'sent', 'paid'))
      and ${only}
    order by i.due_on, i.id limit 500`);

/** Those of `listWaiting` whose members no letter of today's kind reminded of this limit date yet. */
export const listToRemind = (deps: Deps, today: string, until: string): Promise<readonly WaitingInstalment[]> =>
  listWaiting(
    deps,
    until,
    sql`not exists (select from instalment_reminders r
      where r.fund_id = i.fund_id and r.instalment_id = i.id and r.due_on = i.due_on
        and r.kind = case when i.due_on < ${today} then 'late' else 'soon' end)`,
  );

/** Those of one campaign's grant, whenever they are due: the next things its holder shows or asks for. */
export const listWaitingOf = (deps: Deps, campaignId: string): Promise<readonly WaitingInstalment[]> =>
  listWaiting(deps, "9999-12-31", sql`g.campaign_id = ${campaignId}`);

/** For staff: instalments whose limit date is past and that nobody acted on. */
export async function listMissed(deps: Deps, actor: Actor): Promise<readonly WaitingInstalment[]> {
  if (!permits(actor, "instalment.edit")) return [];
  return await listWaiting(deps, plusDays(dayOf(await fundNow(deps.db)), -1));
}

export type SentEvidence = WaitingInstalment & { readonly sentAt: Date };

/** For staff: evidence that was sent and that nobody answered, the longest ago first. */
export async function listEvidenceToExamine(deps: Deps, actor: Actor): Promise<readonly SentEvidence[]> {
  if (!permits(actor, "evidence.examine")) return [];
  const rows = await deps.db.execute<WaitingInstalment & { sentAt: string | Date }>(sql`
    select ${COLUMNS}, e.sent_at as "sentAt" from instalment_evidence e
    join instalments i on i.fund_id = e.fund_id and i.id = e.instalment_id ${OF_GRANT}
    where e.fund_id = ${deps.fundId} and e.state = 'sent' order by e.sent_at, e.id limit 200`);
  return rows.map((row) => ({ ...row, sentAt: new Date(row.sentAt) }));
}

const COLUMNS = sql
  .raw(`i.id, i.grant_id as "grantId", i.number, i.label, to_char(i.due_on, 'YYYY-MM-DD') as "dueOn",
  g.organisation_id as "organisationId", o.name as "organisationName",  `)
  .append(sql`${titleOf("g")} as "campaignTitle"`);
const OF_GRANT = sql.raw(`join grants g on g.fund_id = i.fund_id and g.id = i.grant_id
  join organisations o on o.id = g.organisation_id`);
