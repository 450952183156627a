import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import { apiRoutes } from "../../src/routes.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let app: ReturnType<typeof testApp>["app"];

beforeAll(async () => {
  app = testApp(await testDeps(database.db), { apiRoutes }).app;
});

test("the OpenAPI document names every route, its inputs and its problems", async () => {
  const { body, headers } = await request(app).get("/api/v1/openapi.json").expect(200);

  expect(body.openapi).toBe("3.1.0");
  expect(headers.etag).toBeDefined();
  for (const route of apiRoutes) {
    const operation = body.paths[route.path]?.[route.method.toLowerCase()];
    expect(operation, `${route.method} ${route.path}`).toBeDefined();
    expect(operation.responses.default.content["application/problem+json"].schema.$ref).toMatch(/Problem/);
    const names = (operation.parameters ?? []).map((one: { name: string }) => one.name);
    for (const [, name] of route.path.matchAll(/\{(\w+)\}/g)) expect(names, route.path).toContain(name);
    if (route.movesMoneyOrCreates) expect(names, route.path).toContain("Idempotency-Key");
  }
});

test("operations are named once each", async () => {
  const { body } = await request(app).get("/api/v1/openapi.json");
  const paths: Record<string, Record<string, { operationId: string }>> = body.paths;

  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(apiRoutes.length);
});
