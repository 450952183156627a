import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { grants } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { lockGrant } from "./lock-instalment.ts";
import { suspensionChanged } from "./messages.ts";

type Input = { readonly grantId: string; readonly reason: string };

/** An administrator stops a grant's payments: nothing is asked for, approved or sent until they resume (P11). */
export const suspendPayments = (deps: Deps, actor: Actor, input: Input): Promise<void> =>
  move(deps, actor, input, true);

/** What was approved before goes on: every rule is asked again when it is executed (D4). */
export const resumePayments = (deps: Deps, actor: Actor, input: Input): Promise<void> =>
  move(deps, actor, input, false);

async function move(deps: Deps, actor: Actor, { grantId, reason }: Input, toSuspended: boolean): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { grant } = await lockGrant(tx, deps, actor, "grant.suspend", grantId);
    if ((grant.suspendedAt !== null) === toSuspended) throw suspensionChanged();
    await tx
      .update(grants)
      .set(
        toSuspended
          ? { suspendedAt: await fundNow(tx), suspendedReason: reason }
          : { suspendedAt: null, suspendedReason: null },
      )
      .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, grantId)));
    await recordAudit(tx, actor, {
      action: toSuspended ? "grant.suspend" : "grant.resume",
      subject: ["grant", grantId],
      change: {},
      reason,
    });
    const template = toSuspended ? "payments-suspended" : "payments-resumed";
    for (const { userId } of await membersOf(tx, grant.organisationId)) {
      await enqueue(tx, "send-mail", { template, subjectId: `${grantId}/${userId}` });
    }
  });
}
