import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { approveAgain } from "./approve-again.ts";
import { lockWithdrawalOrder } from "./load-withdrawal.ts";

/** The partner's account changed: withdrawals approved for it go back to their two people (D5). */
export async function sendBackWithdrawals(tx: Transaction, deps: Deps, actor: Actor, partnerId: string): Promise<void> {
  const withdrawals = await tx.execute<{ id: string; state: string }>(sql`
    select w.id, w.state from pot_withdrawals w
    join matching_pots p on p.fund_id = w.fund_id and p.id = w.pot_id
    join cooperation_agreements a on a.fund_id = p.fund_id and a.id = p.agreement_id
    where w.fund_id = ${deps.fundId} and a.partner_id = ${partnerId} and w.state in ('requested', 'authorised', 'ordered')
    order by w.id for no key update of w`);
  for (const { id, state } of withdrawals) {
    if (state === "requested") continue;
    await approveAgain(tx, deps, actor, await lockWithdrawalOrder(tx, deps.fundId, id), "account-changed");
  }
}
