import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { SavedMethod } from "../payments/gateway.ts";
import { endPledge } from "./end-pledge.ts";
import { updatePledge } from "./lock-pledge.ts";
import { lockPaidPledge } from "./recognise-payer.ts";

export type Authorisation = "authorised" | "already_authorised" | "refused";

/**
 * The donor's card is saved: the pledge is firm, and so are its matches (P1, M5). Saved after the deadline, or for
 * a pledge that has ended, it is refused and the card forgotten (P3, P7).
 */
export async function authorisePledge(
  deps: Deps,
  actor: Actor,
  pledgeId: string,
  method: SavedMethod,
): Promise<Authorisation> {
  return inTransaction(deps.db, async (tx) => {
    const hasPaid = method.status === "succeeded" && method.paymentMethodId !== undefined;
    const pledge = await lockPaidPledge(tx, deps, actor, pledgeId, hasPaid ? method.fingerprint : undefined);
    if (pledge === undefined || method.status !== "succeeded" || method.paymentMethodId === undefined) return "refused";
    if (pledge.state !== "draft") {
      if (pledge.endedAt === null) return "already_authorised";
      await updatePledge(tx, pledge, {
        paymentMethodId: pledge.paymentMethodId ?? method.paymentMethodId,
        voidedAt: pledge.paymentMethodId === null ? null : pledge.voidedAt,
      });
      await enqueue(tx, "void-pledge", { pledgeId });
      return "refused";
    }
    await updatePledge(tx, pledge, {
      ...method.facts,
      paymentMethodId: method.paymentMethodId,
      customerId: method.customerId ?? pledge.customerId,
    });
    const [campaign] = await tx
      .select({ deadlineAt: campaigns.deadlineAt, at: sql<string>`fund_now()::text` })
      .from(campaigns)
      .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, pledge.campaignId)));
    if (campaign === undefined || (method.completedAt ?? new Date(campaign.at)) >= campaign.deadlineAt) {
      await endPledge(tx, deps, actor, pledge, "expired", "after_deadline");
      return "refused";
    }
    await updatePledge(tx, pledge, { state: "authorised", authorisedAt: sql`fund_now()` });
    await recordAudit(tx, actor, { action: "pledge.authorised", subject: ["pledge", pledgeId] });
    await enqueue(tx, "send-mail", { template: "pledge-authorised", subjectId: pledgeId });
    return "authorised";
  });
}
