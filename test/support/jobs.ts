import type { Deps } from "../../src/deps.ts";
import { emptyOutbox } from "../../src/jobs/empty-outbox.ts";
import type { NewJob } from "../../src/jobs/queues.ts";
import { GatewayUnavailable } from "../../src/payments/gateway.ts";
import { HANDLERS } from "../../workers/handlers.ts";
import type { WorkerDeps } from "../../workers/worker-deps.ts";

/**
 * Runs everything the outbox holds, and what that enqueues, through the workers' own handlers. Letters are not sent:
 * their jobs come back.
 */
export async function runJobs(deps: Deps): Promise<readonly NewJob[]> {
  const letters: NewJob[] = [];
  for (let round = 0; round < 50; round += 1) {
    const jobs: NewJob[] = [];
    await emptyOutbox(deps.db, 1_000, async (batch) => {
      jobs.push(...batch);
    });
    if (jobs.length === 0) return letters;
    letters.push(...jobs.filter((job) => job.name === "send-mail"));
    await Promise.all(jobs.filter((job) => job.name !== "send-mail").map((job) => runJob(deps, job)));
  }
  throw new Error("the outbox does not run empty");
}

/** A job whose outcome at Stripe is unknown would be run again by the queue; here the sweeps do it. */
async function runJob(deps: Deps, job: NewJob): Promise<void> {
  try {
    await HANDLERS[job.name](deps as WorkerDeps)({ data: job.data });
  } catch (error) {
    if (!(error instanceof GatewayUnavailable)) throw error;
  }
}
