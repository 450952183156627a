import type { Redis } from "ioredis";
import { ConfigurationError } from "../config.ts";

/** A Redis that drops keys when memory is short would drop jobs. */
export async function refuseForgetfulRedis(redis: Pick<Redis, "info">): Promise<void> {
  const memory = await redis.info("memory");
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
  if (policy !== undefined && policy !== "noeviction") {
    throw new ConfigurationError(
      `REDIS_URL names a Redis that may drop jobs (maxmemory-policy ${policy}): set its maxmemory-policy to noeviction.`,
    );
  }
}
