import { Redis } from "ioredis";

/** Where the queue tests run: PostgreSQL always, Redis where one answers. */
export type Backend = { readonly name: "PostgreSQL" | "Redis"; readonly redisUrl: string | undefined };

const asked = process.env.TEST_REDIS_URL;
const redisUrl = asked ?? "redis://127.0.0.1:6379";

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on("error", () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

/** The backends to test; says why Redis is left out where it is. */
export async function backends(): Promise<readonly Backend[]> {
  const postgres = { name: "PostgreSQL", redisUrl: undefined } as const;
  if (await answers(redisUrl)) return [postgres, { name: "Redis", redisUrl }];
  if (asked !== undefined) throw new Error("TEST_REDIS_URL is set, and no Redis answers there");
  process.stdout.write("Skipped: jobs on Redis, since none answers at 127.0.0.1:6379 and TEST_REDIS_URL is not set.\n");
  return [postgres];
}

export async function forgetKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1000 })) {
    if (keys.length > 0) await redis.del(...keys);
  }
  await redis.quit();
}
