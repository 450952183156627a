import {
  type BackendClasses,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Job,
  withBackend,
} from "bullmq";
import type { Logger } from "pino";
import { JOBS, type JobName, type QueueName } from "./catalogue.ts";
import { queueConnection } from "./queue-schema.ts";
import { type JobRun, openWorkers, type Workers } from "./queue-workers.ts";
import { connectRedis, patientRedis } from "./redis.ts";
import { refuseForgetfulRedis } from "./redis-policy.ts";

export type QueueSettings = {
  readonly databaseUrl: string;
  /** Where given, jobs live in this Redis; else in the schema `bullmq` of the database. */
  readonly redisUrl?: string | undefined;
  readonly redisPrefix: string;
  /** How long a job stays with a worker that gives no sign of life. */
  readonly lockMs?: number;
};

/** `id` keeps a job from being added twice while the first one is still known; it is no idempotency key. */
export type NewJob = { readonly name: JobName; readonly data: unknown; readonly id: string };

/** A job that used up its tries, or met a state that cannot be. */
export type FailedJob = {
  readonly queue: QueueName;
  readonly id: string;
  /** A `JobName`, but for a job of another version. */
  readonly name: string;
  readonly data: unknown;
  readonly attempts: number;
  readonly failedAt: Date | undefined;
  readonly reason: string;
};

export type Queues = {
  readonly kind: "postgres" | "redis";
  add(jobs: readonly NewJob[]): Promise<void>;
  /** Lets each of these jobs run every so many seconds, from now on and over restarts. */
  repeat(jobs: Readonly<Partial<Record<JobName, number>>>): Promise<void>;
  /** How many jobs wait, run or failed for good, by queue. */
  counts(): Promise<Record<QueueName, Record<string, number>>>;
  /** The jobs that failed for good, newest first, at most so many a queue. */
  failed(most: number): Promise<readonly FailedJob[]>;
  /** Lets a failed job run again; false where there is no such job any more. */
  retry(queue: QueueName, id: string): Promise<boolean>;
  ping(): Promise<void>;
  work(run: JobRun, concurrency: Readonly<Record<QueueName, number>>): Promise<Workers>;
  close(): Promise<void>;
};

export const QUEUES = [...new Set(Object.values(JOBS).map((job) => job.queue))] as readonly QueueName[];

/** A job gets this many tries in the queue; after them the sweeps find its subject in the database. */
const ATTEMPTS = 20;
const JOB_OPTIONS = {
  attempts: ATTEMPTS,
  backoff: { type: "capped" },
  removeOnComplete: { count: 200 },
  removeOnFail: { age: 30 * 86_400, count: 5_000 },
};

/** The only place that knows where jobs live. */
export async function openQueues(settings: QueueSettings, log: Logger): Promise<Queues> {
  return settings.redisUrl === undefined ? onPostgres(settings, log) : onRedis(settings, settings.redisUrl, log);
}

async function onPostgres(settings: QueueSettings, log: Logger): Promise<Queues> {
  return open({
    kind: "postgres",
    classes: withBackend(createPostgresBackend),
    producer: queueConnection(settings.databaseUrl, 1),
    consumer: queueConnection(settings.databaseUrl, 3),
    settings,
    log,
    end: async () => {},
  });
}

async function onRedis(settings: QueueSettings, url: string, log: Logger): Promise<Queues> {
  const producer = await connectRedis(url, log);
  const consumer = patientRedis(url, log);
  await refuseForgetfulRedis(producer);
  return open({
    kind: "redis",
    classes: withBackend(createRedisBackend),
    producer,
    consumer,
    settings,
    log,
    end: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  });
}

type Backend<B extends IQueueBackend, C> = {
  readonly kind: Queues["kind"];
  readonly classes: BackendClasses<B, C>;
  readonly producer: C;
  readonly consumer: C;
  readonly settings: QueueSettings;
  readonly log: Logger;
  readonly end: () => Promise<void>;
};

function open<B extends IQueueBackend, C>(backend: Backend<B, C>): Queues {
  const { classes, settings, log } = backend;
  const queues = QUEUES.map((name) => {
    const queue = new classes.Queue(name, {
      connection: backend.producer,
      prefix: settings.redisPrefix,
      skipWaitingForReady: true,
      defaultJobOptions: JOB_OPTIONS,
    });
    queue.on("error", (error) => log.warn({ err: error.message, queue: name }, "queue"));
    return { name, queue };
  });
  const queueOf = (name: QueueName) => {
    const found = queues.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no queue ${name}`);
    return found.queue;
  };
  return {
    kind: backend.kind,
    ping: async () => void (await queueOf("money").getJobCounts("active")),
    async add(jobs) {
      for (const { name, queue } of queues) {
        const own = jobs.filter((job) => JOBS[job.name].queue === name);
        if (own.length > 0) await queue.addBulk(own.map(({ name, data, id }) => ({ name, data, opts: { jobId: id } })));
      }
    },
    async repeat(jobs) {
      for (const [name, seconds] of Object.entries(jobs) as [JobName, number][]) {
        const queue = queueOf(JOBS[name].queue);
        const known = await queue.getJobScheduler(name);
        if (known?.every === seconds * 1000) continue;
        await queue.upsertJobScheduler(name, { every: seconds * 1000 }, { name, data: {}, opts: { attempts: 1 } });
      }
    },
    async counts() {
      const counted = await Promise.all(
        queues.map(async ({ name, queue }) => [
          name,
          await queue.getJobCounts("waiting", "active", "delayed", "failed"),
        ]),
      );
      return Object.fromEntries(counted);
    },
    async failed(most) {
      const lists = await Promise.all(
        queues.map(async ({ name, queue }) => (await queue.getFailed(0, most - 1)).map((job) => failedJob(name, job))),
      );
      return lists.flat().sort((one, other) => (other.failedAt?.getTime() ?? 0) - (one.failedAt?.getTime() ?? 0));
    },
    async retry(name, id) {
      const job = await queueOf(name).getJob(id);
      if (job === undefined || !(await job.isFailed())) return false;
      await job.retry("failed", { resetAttemptsMade: true });
      return true;
    },
    work: (run, concurrency) =>
      openWorkers({ classes, connection: backend.consumer, settings, log, queues: QUEUES }, run, concurrency),
    async close() {
      await Promise.all(queues.map(({ queue }) => queue.close()));
      await backend.end();
    },
  };
}

function failedJob(queue: QueueName, job: Job): FailedJob {
  const { id = "", name, data, attemptsMade: attempts, finishedOn, failedReason: reason } = job;
  return {
    queue,
    id,
    name,
    data,
    attempts,
    failedAt: finishedOn === undefined ? undefined : new Date(finishedOn),
    reason,
  };
}
