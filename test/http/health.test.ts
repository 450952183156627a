import { sql } from "drizzle-orm";
import express from "express";
import supertest from "supertest";
import { expect, test } from "vitest";
import { healthRoutes } from "../../src/http/health.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();
const answering = { ping: async () => {} };
const silent = { ping: () => Promise.reject(new Error("away")) };

const service = (queues: { ping: () => Promise<void> }, metricsToken?: string) =>
  supertest(express().use(healthRoutes({ db: database.db, queues, metricsToken })));

test("a process that answers is live, whatever else is away", async () => {
  const answer = await service(silent).get("/health/live");

  expect([answer.status, answer.body]).toEqual([200, { status: "ok" }]);
});

test("ready says what is away", async () => {
  expect((await service(answering).get("/health/ready")).body.status).toBe("ok");

  const answer = await service(silent).get("/health/ready");

  expect(answer.status).toBe(503);
  expect(answer.body).toEqual({
    status: "unavailable",
    checks: { database: "ok", migrations: "ok", queue: "failed" },
  });
});

test("a database behind the code is not ready", async () => {
  await database.owner.execute(
    sql`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`,
  );

  const answer = await service(answering).get("/health/ready");

  expect([answer.status, answer.body.checks.migrations]).toEqual([503, "1 pending"]);
});

test("metrics are shown, to the bearer of the token where there is one", async () => {
  expect((await service(answering).get("/metrics")).text).toContain("process_cpu_seconds_total");
  const guarded = service(answering, "a token for metrics");

  expect((await guarded.get("/metrics")).status).toBe(401);
  expect((await guarded.get("/metrics").set("authorization", "Bearer another token x")).status).toBe(401);
  expect((await guarded.get("/metrics").set("authorization", "Bearer a token for metrics")).status).toBe(200);
});
