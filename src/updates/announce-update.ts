import { sql } from "drizzle-orm";
import { campaignUpdateLetters } from "../db/schema/campaign-life.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { recipientOf } from "./choose-news.ts";
import { findUpdate } from "./queries.ts";

const BATCH = 200;

/**
 * One letter to each address that gave before the news came, unless it wants none. Each batch stands by itself: killed
 * midway, the next run goes on with those who have not been reached.
 */
export async function announceUpdate(deps: Deps, updateId: string): Promise<void> {
  const update = await findUpdate(deps.db, deps.fundId, updateId);
  if (update === undefined || update.hiddenReason !== null || update.corrects !== null) return;
  const passed = await passedOver(deps, updateId, update.campaignId);
  const waiting = (await donorsOf(deps, updateId))
    .map(({ pledgeId, email }) => ({ pledgeId, recipient: recipientOf(deps.cipher, email) }))
    .filter(({ recipient }) => !passed.has(recipient));
  for (let from = 0; from < waiting.length; from += BATCH)
    await writeTo(deps, updateId, waiting.slice(from, from + BATCH));
}

/** Letters a failed job left unwritten, while the news still is some. */
export async function sweepUpdates(deps: Deps): Promise<void> {
  const recent = await deps.db.execute<{ id: string }>(sql`
    select id from campaign_updates where fund_id = ${deps.fundId} and corrects is null
      and published_at between fund_now() - interval '7 days' and fund_now() - interval '15 minutes'
    order by published_at`);
  await forEachLogged(deps, "sweep-updates", recent, ({ id }) => announceUpdate(deps, id));
}

/** Every address with a gift that stands, by its latest gift; who was erased has none any more. */
const donorsOf = ({ db, fundId }: Deps, updateId: string) =>
  db.execute<{ pledgeId: string; email: string }>(sql`
    select distinct on (lower(p.email)) p.id as "pledgeId", p.email
    from campaign_updates u
    join pledges p on p.fund_id = u.fund_id and p.campaign_id = u.campaign_id and p.created_at <= u.published_at
    where u.fund_id = ${fundId} and u.id = ${updateId} and p.returned_gift_cents < p.amount_cents
      and p.state in ('authorised', 'charging', 'action_required', 'captured')
      and p.email not like 'efface-%@efface.invalid'
    order by lower(p.email), p.id desc`);

/** Who was written to already, and who wants no news of the campaign. */
async function passedOver({ db, fundId }: Deps, updateId: string, campaignId: string): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ recipient: string }>(sql`
    select recipient from campaign_update_letters where fund_id = ${fundId} and update_id = ${updateId}
    union select recipient from campaign_news_choices
    where fund_id = ${fundId} and campaign_id = ${campaignId} and not wanted`);
  return new Set(rows.map(({ recipient }) => recipient));
}

type Donor = { readonly pledgeId: string; readonly recipient: string };

const writeTo = (deps: Deps, updateId: string, donors: readonly Donor[]) =>
  inTransaction(deps.db, async (tx) => {
    const reached = await tx
      .insert(campaignUpdateLetters)
      .values(donors.map((donor) => ({ fundId: deps.fundId, updateId, ...donor, createdAt: sql`fund_now()` })))
      .onConflictDoNothing()
      .returning({ pledgeId: campaignUpdateLetters.pledgeId });
    for (const { pledgeId } of reached)
      await enqueue(tx, "send-mail", { template: "campaign-news", subjectId: `${updateId}/${pledgeId}` });
  });
