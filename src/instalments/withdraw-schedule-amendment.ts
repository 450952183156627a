import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { scheduleAmendments } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import { amendmentEnded } from "./amendment-messages.ts";
import { findAmendment } from "./amendment-queries.ts";
import { lockGrant } from "./lock-instalment.ts";

/** Either side gives an amendment up until both have signed it; the schedule stays as it is. */
export async function withdrawScheduleAmendment(
  deps: Deps,
  actor: Actor,
  { grantId, amendmentId }: { readonly grantId: string; readonly amendmentId: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { person } = await lockGrant(tx, deps, actor, "schedule.amend", grantId);
    const amendment = await findAmendment(tx, deps.fundId, amendmentId);
    if (amendment?.grantId !== grantId) throw notFound();
    if (amendment.state === "withdrawn") return;
    if (amendment.state === "in-force") throw amendmentEnded();
    await tx
      .update(scheduleAmendments)
      .set({ withdrawnAt: await fundNow(tx), withdrawnBy: person.userId })
      .where(and(eq(scheduleAmendments.fundId, deps.fundId), eq(scheduleAmendments.id, amendmentId)));
    await recordAudit(tx, actor, {
      action: "grant.withdraw-schedule-amendment",
      subject: ["grant", grantId],
      change: { amendmentId },
    });
  });
}
