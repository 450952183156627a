import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";

/** A captured gift whose donor keeps their reward. */
export type RewardToDeliver = {
  readonly pledgeId: string;
  readonly reward: string;
  /** Empty where the donor asked not to show their name. */
  readonly name: string;
  readonly email: string;
  readonly amountCents: bigint;
  readonly capturedAt: Date;
  readonly deliveredAt: Date | null;
};

type Asked = {
  readonly campaignId: string;
  readonly delivered?: boolean;
  readonly limit: number;
  readonly after?: string | undefined;
};

type Row = Record<"pledge_id" | "reward" | "name" | "email" | "amount" | "captured", string> & {
  readonly delivered: string | null;
};

/** The latest row of a gift says whether its reward was handed over. */
const LATEST = sql`left join lateral (
    select delivered, recorded_at from reward_deliveries d where d.fund_id = p.fund_id and d.pledge_id = p.id
    order by d.id desc limit 1) latest on true`;

const HELD = sql`p.state = 'captured' and p.reward_held and p.returned_gift_cents < p.amount_cents`;

/** Rewards of a campaign's gifts, the oldest gift first. */
export async function listRewards(
  reader: Reader,
  fundId: string,
  { campaignId, delivered, limit, after }: Asked,
): Promise<readonly RewardToDeliver[]> {
  const rows = await reader.execute<Row>(sql`
    select p.id as pledge_id, r.title as reward, case when p.anonymous then '' else p.display_name end as name, p.email,
      p.amount_cents::text as amount, p.captured_at::text as captured,
      case when latest.delivered then latest.recorded_at::text end as delivered
    from pledges p join rewards r on r.fund_id = p.fund_id and r.id = p.reward_id ${LATEST}
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and ${HELD}
      and ${delivered === undefined ? sql`true` : sql`coalesce(latest.delivered, false) = ${delivered}`}
      and ${after === undefined ? sql`true` : sql`p.id > ${after}::uuid`}
    order by p.id limit ${limit}`);
  return rows.map((row) => ({
    pledgeId: row.pledge_id,
    reward: row.reward,
    name: row.name,
    email: row.email,
    amountCents: BigInt(row.amount),
    capturedAt: new Date(row.captured),
    deliveredAt: row.delivered === null ? null : new Date(row.delivered),
  }));
}

/** How many rewards of a campaign wait, and how many were handed over. */
export async function countRewards(reader: Reader, fundId: string, campaignId: string) {
  const [row] = await reader.execute<{ to_do: number; done: number }>(sql`
    select (count(*) filter (where coalesce(latest.delivered, false) = false))::int as to_do,
      (count(*) filter (where latest.delivered))::int as done
    from pledges p ${LATEST}
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and ${HELD}`);
  return { toDo: row?.to_do ?? 0, done: row?.done ?? 0 };
}

/** Of these gifts, those of the campaign whose reward stands the other way. */
export async function thoseToMark(
  reader: Reader,
  fundId: string,
  campaignId: string,
  pledgeIds: readonly string[],
  delivered: boolean,
): Promise<readonly string[]> {
  const ids = sql.join(
    pledgeIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await reader.execute<{ id: string }>(sql`
    select p.id from pledges p ${LATEST}
    where p.fund_id = ${fundId} and p.campaign_id = ${campaignId} and ${HELD} and p.id in (${ids})
      and coalesce(latest.delivered, false) <> ${delivered}
    order by p.id for no key update of p`);
  return rows.map(({ id }) => id);
}
