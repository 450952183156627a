import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { grants } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { InvariantViolation } from "../errors.ts";
import { payMatches } from "../matching/pay-matches.ts";
import { changeState } from "./change-state.ts";

export type PaidDisbursement = { readonly id: string; readonly grantId: string };

/** The money has left the fund's account: the order is paid, and with a grant wholly paid its matches are (M4, D8). */
export async function payDisbursement(
  tx: Transaction,
  deps: Pick<Deps, "fundId">,
  actor: Actor,
  { id, grantId }: PaidDisbursement,
  paidAt: Date,
): Promise<void> {
  await changeState(tx, deps.fundId, id, { state: "paid", paidAt });
  await recordAudit(tx, actor, { action: "disbursement.pay", subject: ["disbursement", id] });
  const [grant] = await tx
    .select({
      amountCents: grants.amountCents,
      reducedCents: grants.reducedCents,
      paidCents: grants.paidCents,
      campaignId: grants.campaignId,
    })
    .from(grants)
    .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, grantId)));
  if (grant === undefined) throw new InvariantViolation(`grant ${grantId} does not exist`);
  if (grant.paidCents === grant.amountCents - grant.reducedCents) await payMatches(tx, deps, actor, grant.campaignId);
}
