import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import pino from "pino";
import request from "supertest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectRedis } from "../../src/jobs/redis.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
const url = process.env.TEST_REDIS_URL ?? "redis://127.0.0.1:6379";
const prefix = `test-${randomBytes(4).toString("hex")}`;
let redis: Redis | undefined;

beforeAll(async () => {
  redis = await connectRedis(url, pino({ level: "silent" })).catch(() => undefined);
  if (redis === undefined && process.env.TEST_REDIS_URL !== undefined)
    throw new Error("TEST_REDIS_URL is set, and no Redis answers there");
});

afterAll(async () => {
  const left = (await redis?.keys(`${prefix}:*`)) ?? [];
  if (left.length > 0) await redis?.del(...left);
  redis?.disconnect();
});

test("web processes on one Redis count together", async ({ skip }) => {
  skip(redis === undefined, "no Redis answers at 127.0.0.1:6379 and TEST_REDIS_URL is not set");
  const deps = await testDeps(database.db);
  const [one, other] = [
    testApp(deps, { rateLimits: { redis, prefix } }).app,
    testApp(deps, { rateLimits: { redis, prefix } }).app,
  ];

  const first = await request(one).get("/connexion");
  const second = await request(other).get("/connexion");

  const left = (header: unknown) => Number(/r=(\d+)/.exec(String(header))?.[1]);
  expect(left(second.headers.ratelimit)).toBe(left(first.headers.ratelimit) - 1);
});

test("where the count cannot be read, people are let in", async ({ skip }) => {
  skip(redis === undefined, "no Redis answers at 127.0.0.1:6379 and TEST_REDIS_URL is not set");
  const gone = await connectRedis(url, pino({ level: "silent" }));
  const { app } = testApp(await testDeps(database.db), { rateLimits: { redis: gone, prefix } });
  await request(app).get("/connexion").expect(200);
  gone.disconnect();

  await request(app).get("/connexion").expect(200);
});
