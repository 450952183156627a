import pino from "pino";
import { afterEach, expect, test, vi } from "vitest";
import { connectRedis } from "../../src/jobs/redis.ts";
import { refuseForgetfulRedis } from "../../src/jobs/redis-policy.ts";
import { refuseWrongClock } from "../../workers/watch-clock.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();
afterEach(() => void vi.restoreAllMocks());

test("workers do not start on a machine whose clock is more than two seconds from the database's", async () => {
  const now = Date.now.bind(Date);
  await refuseWrongClock(database);

  vi.spyOn(Date, "now").mockImplementation(() => now() + 2_500);
  await expect(refuseWrongClock(database)).rejects.toThrow(/^This machine's clock is 2 s away from the database's/);
  vi.spyOn(Date, "now").mockImplementation(() => now() - 60_000);
  await expect(refuseWrongClock(database)).rejects.toThrow(/^This machine's clock is 60 s away/);
});

test("a Redis that may drop jobs is refused", async () => {
  const withPolicy = (policy: string) => ({ info: async () => `# Memory\r\nmaxmemory_policy:${policy}\r\n` });

  await refuseForgetfulRedis(withPolicy("noeviction"));
  await expect(refuseForgetfulRedis(withPolicy("allkeys-lru"))).rejects.toThrow(
    "REDIS_URL names a Redis that may drop jobs (maxmemory-policy allkeys-lru): set its maxmemory-policy to noeviction.",
  );
});

test("a Redis that does not answer is told in one sentence, at once", async () => {
  await expect(connectRedis("redis://127.0.0.1:1", pino({ level: "silent" }))).rejects.toThrow(
    /^REDIS_URL leads to no Redis: [^\n]+\.$/,
  );
});
