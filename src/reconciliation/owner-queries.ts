import { and, eq, ne, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { differences } from "../db/schema/index.ts";
import { LATE_AFTER_DAYS } from "../domain/difference.ts";
import { AGE_DAYS } from "./list-differences.ts";

export type LateOwner = {
  readonly ownerId: string;
  /** The Monday of the week in Paris. */
  readonly weekOn: string;
  readonly differences: number;
};

/** Who is in charge of differences past their age limit and was not reminded this week, with how many they are. */
export async function lateOwners(reader: Reader, fundId: string): Promise<readonly LateOwner[]> {
  const rows = await reader.execute<LateOwner>(sql`
    with n as materialized (select fund_now() as at), w as materialized (
      select date_trunc('week', at at time zone 'Europe/Paris')::date as week_on from n)
    select d.owner_id as "ownerId", w.week_on::text as "weekOn", count(*)::int as differences
    from n, w, differences d
    where d.fund_id = ${fundId} and d.state <> 'closed' and d.owner_id is not null
      and d.opened_at <= n.at - make_interval(days => ${LATE_AFTER_DAYS}::int)
      and not exists (select from difference_reminders r
        where r.fund_id = d.fund_id and r.owner_id = d.owner_id and r.week_on = w.week_on)
    group by d.owner_id, w.week_on order by d.owner_id`);
  return rows;
}

/** How many differences somebody is in charge of that are past their age limit, and the age of the oldest in days. */
export async function lateDifferencesOf(reader: Reader, fundId: string, ownerId: string) {
  const [row] = await reader.execute<{ count: number; oldestDays: number }>(sql`
    select count(*)::int as count, coalesce(max(${AGE_DAYS}), 0) as "oldestDays" from differences
    where fund_id = ${fundId} and owner_id = ${ownerId} and state <> 'closed' and ${AGE_DAYS} >= ${LATE_AFTER_DAYS}`);
  return row ?? { count: 0, oldestDays: 0 };
}

/** A difference as long as it is open and this person's; undefined where it no longer is. */
export async function differenceInCharge(reader: Reader, fundId: string, differenceId: string, ownerId: string) {
  const [row] = await reader
    .select({ amountCents: differences.amountCents, cause: differences.proposedCause, ageDays: AGE_DAYS })
    .from(differences)
    .where(
      and(
        eq(differences.fundId, fundId),
        eq(differences.id, differenceId),
        eq(differences.ownerId, ownerId),
        ne(differences.state, "closed"),
      ),
    );
  return row;
}
