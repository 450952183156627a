import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { ownGrantApplications } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { ReviewOutcome } from "../domain/committee/application.ts";
import { forbidden } from "../errors.ts";
import { isApplication, lockApplication } from "./lock-application.ts";
import { applicationElsewhere } from "./messages.ts";
import { tellHolder } from "./tell-people.ts";

/** A case officer, none of the holder's own, says whether an application may go before the committee. */
export async function reviewApplication(
  deps: Deps,
  actor: Actor,
  input: { readonly applicationId: string; readonly outcome: ReviewOutcome; readonly message: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { applicationId, outcome, message } = input;
    const application = await lockApplication(tx, deps.fundId, actor, "own-grant.review", applicationId);
    const isOwn =
      actor.kind === "user" && actor.memberships.some((one) => one.organisationId === application.organisationId);
    if (isOwn) throw forbidden();
    if (application.state !== "submitted") throw applicationElsewhere(application.state);
    await tx
      .update(ownGrantApplications)
      .set({ state: outcome, note: message, ...(outcome === "refused" ? { decidedAt: sql`fund_now()` } : {}) })
      .where(isApplication(deps.fundId, applicationId));
    await recordAudit(tx, actor, {
      action: "own-grant.review",
      subject: ["own-grant", applicationId],
      change: { to: outcome },
      reason: message,
    });
    await tellHolder(tx, application.organisationId, applicationId);
  });
}
