import { type BackendClasses, type IQueueBackend, type Job, UnrecoverableError, WaitingError } from "bullmq";
import type { Logger } from "pino";
import { InvariantViolation } from "../errors.ts";
import { JOBS, type JobName, type QueueName } from "./catalogue.ts";
import type { QueueSettings } from "./queues.ts";

export type JobRun = (name: JobName, data: unknown) => Promise<void>;

export type Workers = {
  pause(): Promise<void>;
  resume(): void;
  /** Lets jobs under way finish, then takes no more. */
  close(): Promise<void>;
};

type Context<B extends IQueueBackend, C> = {
  readonly classes: BackendClasses<B, C>;
  readonly connection: C;
  readonly settings: QueueSettings;
  readonly log: Logger;
  readonly queues: readonly QueueName[];
};

const LONGEST_WAIT_MS = 5 * 60_000;

/** After an error of its queue a worker asks again this much later; BullMQ itself would ask at once, without end. */
const REST_AFTER_ERROR_MS = 1_000;

/** Doubles from a second to five minutes; half of it is chance, so that what failed together is not tried together. */
const waitBefore = (attemptsMade: number) =>
  Math.round(Math.min(LONGEST_WAIT_MS, 500 * 2 ** attemptsMade) * (0.5 + Math.random() / 2));

/** One worker a queue. A worker whose process dies loses its jobs to another after the lock time. */
export async function openWorkers<B extends IQueueBackend, C>(
  { classes, connection, settings, log, queues }: Context<B, C>,
  run: JobRun,
  concurrency: Readonly<Record<QueueName, number>>,
): Promise<Workers> {
  const lockDuration = settings.lockMs ?? 60_000;
  let closing = false;
  let paused = false;
  const rests = new Set<NodeJS.Timeout>();
  const workers = queues.map((queue) => {
    const takeOrPutBack = (job: Job, token: string | undefined) =>
      closing ? putBack(job, token) : perform(run, job, log);
    const worker = new classes.Worker(queue, takeOrPutBack, {
      connection,
      prefix: settings.redisPrefix,
      concurrency: concurrency[queue],
      lockDuration,
      stalledInterval: Math.max(1_000, lockDuration / 2),
      // A worker killed with the job in hand counts as one; the sweeps start again what ends here.
      maxStalledCount: 20,
      settings: { backoffStrategy: waitBefore },
    });
    worker.on("error", (error) => {
      log.warn({ err: error.message, queue }, "worker");
      if (!closing && !worker.isPaused()) rest();
    });
    const rest = () => {
      void worker.pause(true);
      const over = setTimeout(() => {
        rests.delete(over);
        if (!closing && !paused) void worker.resume();
      }, REST_AFTER_ERROR_MS);
      rests.add(over);
    };
    worker.on("failed", (job, error) =>
      log.warn({ job: job?.name, id: job?.id, attempt: job?.attemptsMade, err: error.message }, "job failed"),
    );
    return worker;
  });
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  return {
    async pause() {
      paused = true;
      await Promise.all(workers.map((worker) => worker.pause(true)));
    },
    resume() {
      paused = false;
      for (const worker of workers) void worker.resume();
    },
    async close() {
      closing = true;
      for (const over of rests) clearTimeout(over);
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

/** A fetch under way when the shutdown began may still bring a job: another worker takes it. */
async function putBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

async function perform(run: JobRun, job: { name: string; data: unknown }, log: Logger): Promise<void> {
  if (!isJobName(job.name)) throw new Error(`this version knows no job ${job.name}`);
  try {
    await run(job.name, job.data);
  } catch (error) {
    // Our own bug: running it again would only repeat it. Parked for a person to look at.
    if (error instanceof InvariantViolation) {
      log.error({ job: job.name, err: error }, "job parked");
      throw new UnrecoverableError(error.message);
    }
    throw error;
  }
}

const isJobName = (name: string): name is JobName => Object.hasOwn(JOBS, name);
