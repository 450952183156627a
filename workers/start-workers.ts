import { isRecurring, type JobName, type QueueName } from "../src/jobs/catalogue.ts";
import { beat } from "../src/jobs/heartbeat.ts";
import type { Queues } from "../src/jobs/queues.ts";
import { jobMetrics } from "../src/observability/job-metrics.ts";
import { HANDLERS, type Handler } from "./handlers.ts";
import { relayOutbox } from "./relay-outbox.ts";
import { repeatedly } from "./repeatedly.ts";
import { scheduleSweeps } from "./schedule.ts";
import { refuseWrongClock, watchClock } from "./watch-clock.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** How many jobs of a queue one process runs at once. */
const CONCURRENCY: Readonly<Record<QueueName, number>> = { stripe: 8, money: 4, mail: 4, sweeps: 2 };

const RESCHEDULE_MS = 60_000;

export type RunningWorkers = { close(): Promise<void> };

/** Starts one worker a queue, the relay of the outbox and the schedule of the sweeps. */
export async function startWorkers(
  deps: WorkerDeps,
  queues: Queues,
  handlers: Readonly<Record<JobName, Handler>> = HANDLERS,
): Promise<RunningWorkers> {
  await refuseWrongClock(deps);
  const run = (name: JobName, data: unknown) =>
    jobMetrics(name, async () => {
      await handlers[name](deps)({ data });
      if (isRecurring(name)) await beat(deps.db, name);
    });
  const workers = await queues.work(run, CONCURRENCY);
  const loops = [
    relayOutbox(deps, queues),
    watchClock(deps, workers),
    // Again and again, since a queue that lost its memory has lost the schedule too.
    repeatedly("schedule", deps.log, RESCHEDULE_MS, () => scheduleSweeps(queues)),
  ];
  return {
    async close() {
      await Promise.all([workers.close(), ...loops.map((loop) => loop.stop())]);
    },
  };
}
