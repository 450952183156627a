import { sql } from "drizzle-orm";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { closeDifferences } from "./close-differences.ts";
import { openDifference } from "./open-difference.ts";

export const MISSING_PAYOUT = "payout-missing";

/** Payouts that Stripe says arrived, and that no bank line shows five days later; one that came back after all is answered (R1, R2). */
export async function findMissingPayouts(deps: Deps, actor: Actor): Promise<{ opened: number; closed: number }> {
  return await inTransaction(deps.db, async (tx) => {
    const missing = await tx.execute<{ id: string; amount: string }>(sql`
      select id, amount_cents as amount from stripe_payouts
      where fund_id = ${deps.fundId} and state = 'paid' and bank_line_id is null
        and arrives_at < fund_now() - interval '5 days'`);
    let opened = 0;
    for (const { id, amount } of missing) {
      const found = { subject: `payout:${id}`, amountCents: -BigInt(amount), proposedCause: "payout-missing" };
      if (await openDifference(tx, deps.fundId, actor, { kind: MISSING_PAYOUT, ...found })) opened += 1;
    }
    const shown = await tx.execute<{ subject: string; entry: string }>(sql`
      select d.subject, e.id as entry from differences d
      join stripe_payouts o on o.fund_id = d.fund_id and 'payout:' || o.id = d.subject
      join bank_lines l on l.fund_id = o.fund_id and l.id = o.bank_line_id
      join journal_entries e on e.fund_id = l.fund_id and e.key = l.entry_key
      where d.fund_id = ${deps.fundId} and d.kind = ${MISSING_PAYOUT} and d.state in ('open', 'explained')
      union all
      select d.subject, e.id from differences d
      join journal_entries e on e.fund_id = d.fund_id and e.key = d.subject || ':returned'
      where d.fund_id = ${deps.fundId} and d.kind = ${MISSING_PAYOUT} and d.state in ('open', 'explained')`);
    const ties = shown.map(({ subject, entry }) => ({ subject, entryId: entry }));
    return { opened, closed: await closeDifferences(tx, deps.fundId, actor, MISSING_PAYOUT, ties) };
  });
}
