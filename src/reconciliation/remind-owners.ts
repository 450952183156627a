import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { differenceReminders } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { worksOnDifferences } from "../domain/difference.ts";
import { findPerson } from "../identity/queries.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { type LateOwner, lateOwners } from "./owner-queries.ts";

const JOB = "remind-differences";

/** Whoever is in charge of differences past their age limit hears of all of them in one letter a week (R2). */
export async function remindOwners(deps: Deps): Promise<void> {
  await forEachLogged(deps, JOB, await lateOwners(deps.db, deps.fundId), (late) => remind(deps, late));
}

async function remind(deps: Deps, { ownerId, weekOn, differences }: LateOwner): Promise<void> {
  const person = await findPerson(deps.db, ownerId);
  if (person === undefined || !worksOnDifferences({ kind: "user", userId: ownerId, ...person })) return;
  await inTransaction(deps.db, async (tx) => {
    const [first] = await tx
      .insert(differenceReminders)
      .values({ fundId: deps.fundId, ownerId, weekOn, differences, sentAt: await fundNow(tx) })
      .onConflictDoNothing()
      .returning();
    if (first === undefined) return;
    await enqueue(tx, "send-mail", { template: "differences-late", subjectId: ownerId });
    await recordAudit(tx, worker(JOB), {
      action: "difference.owner-reminded",
      subject: ["user", ownerId],
      change: { weekOn, differences },
    });
  });
}
