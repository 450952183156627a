import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { RECURRING_JOBS } from "../jobs/catalogue.ts";
import { outboxBacklog } from "../jobs/empty-outbox.ts";
import { secondsSinceBeat } from "../jobs/heartbeat.ts";
import { SECONDS_BETWEEN } from "../jobs/periods.ts";
import { QUEUES, type Queues } from "../jobs/queues.ts";

const MOST_FAILED = 100;

/** What the service does by itself: how much waits, what failed for good, when each regular check last ended well. */
export async function readJobs(deps: Deps, queues: Queues, actor: Actor) {
  if (!permits(actor, "job.read")) throw notFound();
  const [counts, failed, outbox, beats] = await Promise.all([
    queues.counts(),
    queues.failed(MOST_FAILED),
    outboxBacklog(deps.db),
    secondsSinceBeat(deps.db, RECURRING_JOBS),
  ]);
  return {
    outbox,
    failed,
    queues: QUEUES.map((name) => ({ name, counts: counts[name] })),
    regular: RECURRING_JOBS.map((name) => ({ name, every: SECONDS_BETWEEN[name], secondsAgo: beats.get(name) })),
    mayRetry: permits(actor, "job.retry"),
  };
}

export type JobsSeen = Awaited<ReturnType<typeof readJobs>>;
