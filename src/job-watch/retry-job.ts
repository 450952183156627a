import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { AppError, notFound } from "../errors.ts";
import { QUEUES, type Queues } from "../jobs/queues.ts";
import { watchTexts } from "./messages.ts";

/** Starts a failed job again. Jobs find their work done, so once too often does no harm. */
export async function retryJob(deps: Deps, queues: Queues, actor: Actor, job: { queue: string; id: string }) {
  const queue = QUEUES.find((name) => name === job.queue);
  if (queue === undefined || !permits(actor, "job.retry")) throw notFound();
  if (!(await queues.retry(queue, job.id))) throw new AppError("job-not-failed", 409, watchTexts.gone);
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, actor, { action: "job.retry", subject: ["job", job.id], change: { queue } }),
  );
}
