import request from "supertest";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { apiRoute } from "../../src/http/api-kit.ts";
import { centsOutput, centsSchema } from "../../src/http/cents-schema.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let app: ReturnType<typeof testApp>["app"];

const echo = apiRoute({
  method: "POST",
  path: "/echo",
  tag: "test",
  summary: "Gives the amount back",
  access: "public",
  body: z.object({ amountCents: centsSchema, lines: z.array(z.object({ fairValueCents: centsSchema })).optional() }),
  output: z.object({ amountCents: centsOutput }),
  run: async ({ body }) => ({ amountCents: body.amountCents }),
});

beforeAll(async () => {
  app = testApp(await testDeps(database.db), { apiRoutes: [echo] }).app;
});

const post = (raw: string) => request(app).post("/api/v1/echo").type("application/json").send(raw);

describe("A2: an amount is a whole number of cents from 100 to 10 000 000 000", () => {
  test.each(["100", "101", "999999999", "10000000000"])("%s is accepted", async (literal) => {
    const answer = await post(`{"amountCents": ${literal}}`);

    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"amountCents":${literal}}`);
  });

  test.each([
    "99",
    "0",
    "-0",
    "-100",
    "10000000001",
    "9007199254740993",
    "99999999999999999999",
    "10.0",
    "100.0",
    "100.5",
    "100.00000000000000001",
    "1e3",
    "1E3",
    "1e21",
    "1e400",
    '"100"',
    '"10,50"',
    '"1e3"',
    '""',
    "null",
    "true",
    "[100]",
    "{}",
  ])("%s is refused with 422, naming the field", async (literal) => {
    const answer = await post(`{"amountCents": ${literal}}`);

    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      { field: "amountCents", fr: expect.stringContaining("centimes"), en: expect.stringContaining("cents") },
    ]);
  });

  test.each(["NaN", "Infinity", "0x64", "1_000", "+100", "0100", "100,50"])("%s is not JSON: 400", async (literal) => {
    const answer = await post(`{"amountCents": ${literal}}`);

    expect(answer.status).toBe(400);
    expect(answer.body.type).toMatch(/\/problems\/broken-json$/);
  });

  test("a missing amount is named as well", async () => {
    const answer = await post("{}");

    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe("amountCents");
  });

  test("an amount deep in a list is named by its path", async () => {
    const answer = await post('{"amountCents": 100, "lines": [{"fairValueCents": 100}, {"fairValueCents": 1.5e2}]}');

    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe("lines.1.fairValueCents");
  });
});
