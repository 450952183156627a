import { and, eq, sql } from "drizzle-orm";
import { campaigns } from "../db/schema/campaigns.ts";
import { pledges } from "../db/schema/pledges.ts";
import type { Service } from "../start/open-service.ts";

type Where = Pick<Service, "db" | "fundId">;

export const pledgesOf = ({ db, fundId }: Where, campaignId: string) =>
  db
    .select()
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), eq(pledges.campaignId, campaignId)));

export type PledgeSeen = Awaited<ReturnType<typeof pledgesOf>>[number];

export async function pledgeOf(where: Where, campaignId: string, email: string): Promise<PledgeSeen> {
  const pledge = (await pledgesOf(where, campaignId)).find((one) => one.email === email);
  if (pledge === undefined) throw new Error(`no pledge of ${email}`);
  return pledge;
}

export async function campaignSeen({ db, fundId }: Where, campaignId: string) {
  const [campaign] = await db
    .select({
      state: campaigns.state,
      goalCents: campaigns.goalCents,
      secondsLeft: sql<number>`ceil(extract(epoch from ${campaigns.deadlineAt} - fund_now()))::int`,
    })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, campaignId)));
  if (campaign === undefined) throw new Error("the campaign vanished");
  return campaign;
}

export const inState = (rows: readonly PledgeSeen[], ...states: readonly string[]) =>
  rows.filter((row) => states.includes(row.state));

export const sumOf = (rows: readonly PledgeSeen[]): bigint => rows.reduce((sum, row) => sum + row.amountCents, 0n);
