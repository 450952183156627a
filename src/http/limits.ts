import { rateLimit } from "express-rate-limit";
import type { Redis } from "ioredis";
import { RedisStore } from "rate-limit-redis";
import type { Limits } from "./context.ts";
import { tooManyRequests } from "./messages.ts";

const MINUTE_MS = 60_000;

/** `off` is for tests and measurements; with Redis all web processes count together. */
export type RateLimits = "off" | { readonly redis: Redis | undefined; readonly prefix?: string };

export function createLimits(rateLimits: RateLimits): Limits {
  if (rateLimits === "off")
    return { general: (_request, _response, next) => next(), sensitive: (_q, _s, next) => next() };
  return {
    general: limit(rateLimits, "general", MINUTE_MS, 600),
    sensitive: limit(rateLimits, "sensitive", 10 * MINUTE_MS, 30),
  };
}

type Counted = Exclude<RateLimits, "off">;

const limit = ({ redis, prefix = "solidarity-fund" }: Counted, name: string, windowMs: number, most: number) =>
  rateLimit({
    windowMs,
    limit: most,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    // A count that cannot be read must not close the service.
    passOnStoreError: true,
    ...(redis !== undefined && {
      store: new RedisStore({
        prefix: `${prefix}:limit:${name}:`,
        sendCommand: (command: string, ...rest: string[]) => redis.call(command, ...rest) as Promise<number>,
      }),
    }),
    handler: (_request, _response, next) => next(tooManyRequests(Math.ceil(windowMs / 1000))),
  });
