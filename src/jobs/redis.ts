import { Redis } from "ioredis";
import type { Logger } from "pino";
import { ConfigurationError } from "../config.ts";

/**
 * A connection whose commands fail at once while Redis is away.
 * @throws ConfigurationError where none answers to begin with
 */
export async function connectRedis(url: string, log: Logger): Promise<Redis> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false });
  redis.on("error", logged(log));
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`REDIS_URL leads to no Redis: ${reason}.`);
  }
  return redis;
}

/** For workers, who wait for Redis to come back however long it takes. Connects when it is first used. */
export function patientRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null });
  redis.on("error", logged(log));
  return redis;
}

const logged = (log: Logger) => (error: Error) => log.warn({ err: error.message }, "redis");
