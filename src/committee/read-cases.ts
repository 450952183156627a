import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { CampaignState } from "../domain/campaign.ts";
import type { Case, Vote } from "../domain/committee/result.ts";
import { cents } from "../domain/money.ts";
import { type SessionRow, type Tie, tieOf } from "./session-facts.ts";

type Member = { readonly userId: string; readonly name: string };

/** An application before a session with all that was said of it, for the close and the minutes. */
export type FullCase = Case & {
  readonly projectTitle: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly campaignId: string | null;
  readonly ties: readonly { readonly name: string; readonly tie: Tie }[];
  readonly voters: readonly string[];
};

const OVER: readonly CampaignState[] = ["succeeded", "failed", "cancelled"];

/** Everything before a session, in order of submission; ties and terms as they are now. */
export async function readCases(
  reader: Reader,
  fundId: string,
  session: SessionRow,
  members: readonly Member[],
): Promise<readonly FullCase[]> {
  const rows = await reader.execute<Row>(sql`
    select a.id, a.asked_cents::text as asked, a.campaign_id as "campaignId", c.state as "campaignState",
      p.title as "projectTitle", o.id as "organisationId", o.name as "organisationName"
    from session_applications s
    join own_grant_applications a on a.fund_id = s.fund_id and a.id = s.application_id
    join projects p on p.fund_id = a.fund_id and p.id = a.project_id
    join organisations o on o.id = p.organisation_id
    left join campaigns c on c.fund_id = a.fund_id and c.id = a.campaign_id
    where s.fund_id = ${fundId} and s.session_id = ${session.id}
    order by a.submitted_at, a.id`);
  const cases: FullCase[] = [];
  for (const row of rows) cases.push(await readCase(reader, fundId, session, members, row));
  return cases;
}

async function readCase(
  reader: Reader,
  fundId: string,
  session: SessionRow,
  members: readonly Member[],
  row: Row,
): Promise<FullCase> {
  const key = { sessionId: session.id, applicationId: row.id };
  const ties: { name: string; userId: string; tie: Tie }[] = [];
  for (const { userId, name } of members) {
    const tie = await tieOf(reader, fundId, { ...key, userId });
    if (tie !== undefined) ties.push({ name, userId, tie });
  }
  const free = members.filter(({ userId }) => !ties.some((one) => one.userId === userId));
  const votes = await reader.execute<{ userId: string; vote: Vote; amount: string | null }>(sql`
    select user_id as "userId", vote, amount_cents::text as amount from committee_votes
    where fund_id = ${fundId} and session_id = ${session.id} and application_id = ${row.id} order by user_id`);
  const scores = await reader.execute<{ userId: string; scores: number[] }>(sql`
    select user_id as "userId", array_agg(score order by position) as scores from committee_scores
    where fund_id = ${fundId} and session_id = ${session.id} and application_id = ${row.id}
    group by user_id order by user_id`);
  const isFree = ({ userId }: { readonly userId: string }) => free.some((one) => one.userId === userId);
  const counted = [...votes].filter(isFree);
  return {
    id: row.id,
    askedCents: cents(BigInt(row.asked)),
    eligible: free.length,
    votes: counted.map(({ vote, amount }) => ({
      vote,
      amountCents: amount === null ? undefined : cents(BigInt(amount)),
    })),
    scores: [...scores].filter(isFree).map((one) => one.scores),
    isOver: OVER.some((state) => state === row.campaignState),
    projectTitle: row.projectTitle,
    organisationId: row.organisationId,
    organisationName: row.organisationName,
    campaignId: row.campaignId,
    ties,
    voters: counted.map(({ userId }) => free.find((one) => one.userId === userId)?.name ?? ""),
  };
}

type Row = {
  readonly id: string;
  readonly asked: string;
  readonly campaignId: string | null;
  readonly campaignState: string | null;
  readonly projectTitle: string;
  readonly organisationId: string;
  readonly organisationName: string;
};
