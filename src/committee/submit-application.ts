import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { ownGrantApplications } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { isApplicationEditable } from "../domain/committee/application.ts";
import { isApplication, lockApplication } from "./lock-application.ts";
import { applicationElsewhere } from "./messages.ts";

/** Hands an application to the case officers; from now on it stands as it is. */
export async function submitApplication(deps: Deps, actor: Actor, applicationId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const application = await lockApplication(tx, deps.fundId, actor, "own-grant.apply", applicationId);
    if (!isApplicationEditable(application.state)) throw applicationElsewhere(application.state);
    await tx
      .update(ownGrantApplications)
      .set({ state: "submitted", submittedAt: sql`fund_now()` })
      .where(isApplication(deps.fundId, applicationId));
    await recordAudit(tx, actor, { action: "own-grant.submit", subject: ["own-grant", applicationId] });
  });
}
