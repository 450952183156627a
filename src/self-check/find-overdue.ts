import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { DEBIT_ANSWER_DAYS } from "../domain/settlement.ts";
import type { RecurringJob } from "../jobs/catalogue.ts";
import { RECURRING_JOBS } from "../jobs/catalogue.ts";
import { secondsSinceBeat, secondsWatched } from "../jobs/heartbeat.ts";
import { SECONDS_BETWEEN } from "../jobs/periods.ts";
import type { Finding } from "../ledger/invariant.ts";
import { webhookBeat } from "../payments/receive-webhook.ts";

/** The dead-man check: what should have happened by now and did not. */
export async function findOverdue(reader: Reader, fundId: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [...(await sleepingJobs(reader))];
  for (const { name, late } of WATCHES) {
    const [row] = await reader.execute<Omit<Finding, "invariant">>(late(fundId));
    if (row !== undefined) findings.push({ invariant: name, ...row });
  }
  return findings;
}

const SLACK_SECONDS = 300;
const SLEEPING = "every recurring job ended well lately";

/** A job that never ended well is late by when it was first looked for: not at a first start, and not never. */
async function sleepingJobs(reader: Reader): Promise<readonly Finding[]> {
  const seconds = new Map([
    ...(await secondsWatched(reader, RECURRING_JOBS)),
    ...(await secondsSinceBeat(reader, RECURRING_JOBS)),
  ]);
  return RECURRING_JOBS.filter((job) => (seconds.get(job) ?? 0) > lateAfterSeconds(job)).map((job) => ({
    invariant: SLEEPING,
    subject: job,
    facts: { minutes: Math.round((seconds.get(job) ?? 0) / 60) },
  }));
}

/** How long a recurring job may go without ending well. */
export const lateAfterSeconds = (job: RecurringJob): number => 3 * SECONDS_BETWEEN[job] + SLACK_SECONDS;

/** Asked once a statement, not once a row. */
const NOW = sql`(select fund_now())`;

/** Up to when the bank's statements tell what happened, whenever they were imported. */
const statementsEnd = (fundId: string): SQL => sql`coalesce((
  select (max(to_on) + 1)::timestamp at time zone 'Europe/Paris' from bank_statements where fund_id = ${fundId}), '-infinity')`;

/** Each answers one row where it is late, none where all is well. */
const WATCHES: readonly { readonly name: string; readonly late: (fundId: string) => SQL }[] = [
  {
    name: "L5 every entry is sealed within a quarter of an hour",
    late: (fundId) => sql`
      select 'journal' as subject, json_build_object('waiting', count(*), 'oldest', min(e.recorded_at)) as facts
      from journal_entries e where e.fund_id = ${fundId} and e.recorded_at < ${NOW} - interval '15 minutes'
        and not exists (select from journal_seals s where s.fund_id = e.fund_id and s.entry_id = e.id)
      having count(*) > 0`,
  },
  {
    // By the machine's clock, as jobs are written: the fund's may have been moved ahead beside the sandbox.
    name: "jobs leave the outbox within ten minutes",
    late: () => sql`
      select 'outbox' as subject, json_build_object('waiting', count(*), 'oldest', min(created_at)) as facts
      from outbox where created_at < clock_timestamp() - interval '10 minutes' having count(*) > 0`,
  },
  {
    name: "D2 every kept file is what was sent",
    late: (fundId) => sql`
      select min(sha256) as subject, json_build_object('files', count(*)) as facts
      from file_checks where fund_id = ${fundId} and fault is not null having count(*) > 0`,
  },
  {
    // The sweep heals what webhooks miss, so its events say nothing of them; a webhook tells of each charge at once.
    name: "S2 webhooks come while there are charges",
    late: (fundId) => sql`
      select 'stripe' as subject, json_build_object('charges', count(*)) as facts
      from pledges where fund_id = ${fundId} and captured_at > ${NOW} - interval '7 days'
        and captured_at < ${NOW} - interval '1 hour'
        and captured_at > coalesce((select last_success_at from heartbeats where name = ${webhookBeat(fundId)}), '-infinity')
          + interval '1 hour'
      having count(*) > 0`,
  },
  {
    name: "S2 webhooks are applied within an hour",
    late: (fundId) => sql`
      select 'stripe' as subject, json_build_object('waiting', count(*), 'oldest', min(received_at)) as facts
      from stripe_events where fund_id = ${fundId} and applied_at is null and received_at < ${NOW} - interval '1 hour'
      having count(*) > 0`,
  },
  {
    // A debit under way may be waited for; nothing else holds a decision up.
    name: "P5 every campaign is decided within a day of its window's end",
    late: (fundId) => sql`
      select 'settlement' as subject, json_build_object('campaigns', count(*), 'oldest', min(s.window_ends_at)) as facts
      from settlements s where s.fund_id = ${fundId} and s.state = 'charging' and s.window_ends_at < ${NOW} - interval '1 day'
        and not exists (select from pledges p where p.fund_id = s.fund_id and p.campaign_id = s.campaign_id
          and p.pending_since > ${NOW} - make_interval(days => ${DEBIT_ANSWER_DAYS + 1}))
      having count(*) > 0`,
  },
  {
    name: "F5 every refund owed is sent to Stripe within a day",
    late: (fundId) => sql`
      select 'refund' as subject, json_build_object('refunds', count(*), 'oldest', min(created_at)) as facts
      from refunds where fund_id = ${fundId} and state = 'requested' and attempt = 1
        and created_at < ${NOW} - interval '1 day'
      having count(*) > 0`,
  },
  {
    name: "R1 a bank statement comes within five days of a transfer",
    late: (fundId) => sql`
      select 'bank' as subject, json_build_object('transfers', count(*), 'oldest', min(e.recorded_at)) as facts
      from journal_entries e join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
      where e.fund_id = ${fundId} and p.account = 'bank:outgoing' and p.amount_cents < 0
        and e.recorded_at < ${NOW} - interval '5 days'
        and e.recorded_at > ${statementsEnd(fundId)}
      having count(*) > 0`,
  },
  {
    name: "R1 a bank statement comes within five days of a Stripe payout",
    late: (fundId) => sql`
      select 'bank' as subject, json_build_object('payouts', count(*), 'oldest', min(p.arrives_at)) as facts
      from stripe_payouts p where p.fund_id = ${fundId} and p.state = 'paid' and p.bank_line_id is null
        and p.arrives_at < ${NOW} - interval '5 days'
        and p.arrives_at > ${statementsEnd(fundId)}
      having count(*) > 0`,
  },
  {
    // A file the bank refused, or that nobody handed in, leaves no line that could differ.
    name: "R1 the bank debits a transfer within five days",
    late: (fundId) => sql`
      select 'bank' as subject, json_build_object('transfers', count(*), 'oldest', min(sent_at)) as facts
      from (select sent_at from disbursements where fund_id = ${fundId} and state = 'sent' and rail = 'sepa'
        union all select sent_at from pot_withdrawals where fund_id = ${fundId} and state = 'sent') sent
      where sent_at < ${statementsEnd(fundId)} - interval '5 days' having count(*) > 0`,
  },
  {
    // Only where days are closed at all: a fund may have other ways.
    name: "R4 a day is closed within seven days",
    late: (fundId) => sql`
      select to_char(max(day), 'YYYY-MM-DD') as subject, json_build_object('closed', max(day)) as facts
      from closed_days where fund_id = ${fundId}
      having exists (
        select from journal_entries e join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
          and p.account in ('stripe', 'bank')
        where e.fund_id = ${fundId}
          and e.occurred_at >= (max(day) + 1)::timestamp at time zone 'Europe/Paris'
          and e.occurred_at < (((${NOW} at time zone 'Europe/Paris')::date - 7)::timestamp at time zone 'Europe/Paris'))`,
  },
];

export const overdueNames: readonly string[] = [SLEEPING, ...WATCHES.map(({ name }) => name)];
