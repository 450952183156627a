import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { receiptSummaries } from "../db/schema/receipts.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { parisYear } from "./paris-year.ts";

/** From the tenth of January, when the receipts of December are made, until declarations open in April. */
const FIRST = "01-10";
const LAST = "03-31";

/**
 * Writes each donor of the year that ended, once, which receipts they have and what they add up to. Killed midway, the
 * next run goes on with those it had not reached.
 */
export async function announceReceipts(deps: Deps, actor: Actor): Promise<void> {
  const today = dayOf(await fundNow(deps.db));
  const [year, day] = [Number(today.slice(0, 4)) - 1, today.slice(5)];
  if (day < FIRST || day > LAST) return;
  const donors = await donorsOf(deps, year);
  const known = await announcedIn(deps, year);
  const waiting = donors
    .map(({ pledgeId, email }) => ({ pledgeId, recipient: deps.cipher.fingerprint(email) }))
    .filter(({ recipient }) => !known.has(recipient));
  await forEachLogged(deps, "announce-receipts", waiting, (donor) => announce(deps, actor, year, donor));
}

/** Every address with a gift credited in the year, by its latest gift. */
async function donorsOf({ db, fundId }: Deps, year: number) {
  const { startsAt, endsAt } = parisYear(year);
  return await db.execute<{ pledgeId: string; email: string }>(sql`
    select distinct on (lower(email)) id as "pledgeId", lower(email) as email from pledges
    where fund_id = ${fundId} and state = 'captured' and captured_at >= ${startsAt.toISOString()}::timestamptz
      and captured_at < ${endsAt.toISOString()}::timestamptz
    order by lower(email), id desc`);
}

async function announcedIn({ db, fundId }: Deps, year: number): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ recipient: string }>(sql`
    select recipient from receipt_summaries where fund_id = ${fundId} and year = ${year}`);
  return new Set(rows.map(({ recipient }) => recipient));
}

type Donor = { readonly pledgeId: string; readonly recipient: string };

const announce = (deps: Deps, actor: Actor, year: number, { pledgeId, recipient }: Donor) =>
  inTransaction(deps.db, async (tx) => {
    const [first] = await tx
      .insert(receiptSummaries)
      .values({ fundId: deps.fundId, year, recipient, pledgeId, announcedAt: sql`fund_now()` })
      .onConflictDoNothing()
      .returning({ year: receiptSummaries.year });
    if (first === undefined) return;
    await enqueue(tx, "send-mail", { template: "receipts-of-year", subjectId: `${year}/${pledgeId}` });
    await recordAudit(tx, actor, { action: "receipt.announce-year", subject: ["pledge", pledgeId], change: { year } });
  });
