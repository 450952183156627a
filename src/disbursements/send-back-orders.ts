import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { changeState, voidApprovals } from "./change-state.ts";

/**
 * The account an organisation is paid on changed: what two people approved for it falls, and is read anew (D5). Orders
 * are locked after the account's change, so that an approval given meanwhile is either refused or voided here.
 */
export async function sendBackOrders(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  organisationId: string,
): Promise<void> {
  const orders = await tx.execute<{ id: string; state: string }>(sql`
    select d.id, d.state from disbursements d join grants g on g.fund_id = d.fund_id and g.id = d.grant_id
    where d.fund_id = ${fundId} and g.organisation_id = ${organisationId} and d.rail = 'sepa'
      and d.state in ('requested', 'authorised', 'ordered')
    order by d.id for no key update of d`);
  for (const { id, state } of orders) {
    if (state === "requested") continue;
    await voidApprovals(tx, fundId, id, await fundNow(tx));
    await changeState(tx, fundId, id, { state: "requested" });
    await recordAudit(tx, actor, {
      action: "disbursement.approve-again",
      subject: ["disbursement", id],
      reason: "account-changed",
    });
  }
}
