import { sql } from "drizzle-orm";
import request from "supertest";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "../../src/errors.ts";
import { apiRoute } from "../../src/http/api-kit.ts";
import { purgeIdempotencyKeys } from "../../src/http/idempotency.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let app: ReturnType<typeof testApp>["app"];
let effects: string[] = [];
let requestIds: string[] = [];
let next: () => Promise<void> = async () => {};

const create = apiRoute({
  method: "POST",
  path: "/things",
  tag: "test",
  summary: "Makes a thing",
  access: "public",
  status: 201,
  movesMoneyOrCreates: true,
  body: z.object({ name: z.string() }),
  output: z.object({ number: z.number() }),
  run: async ({ body, requestId }) => {
    effects.push(body.name);
    requestIds.push(requestId);
    const number = effects.length;
    await next();
    return { number };
  },
});

beforeEach(async () => {
  effects = [];
  requestIds = [];
  next = async () => {};
  await database.owner.execute(sql`delete from idempotency_keys`);
  app = testApp(await testDeps(database.db), { apiRoutes: [create] }).app;
});

const post = (key: string | undefined, name = "a thing") => {
  const sent = request(app).post("/api/v1/things");
  return (key === undefined ? sent : sent.set("Idempotency-Key", key)).send({ name });
};

test("without a key nothing is made", async () => {
  const answer = await post(undefined);

  expect(answer.status).toBe(400);
  expect(answer.body.type).toMatch(/idempotency-key-needed$/);
  expect(effects).toEqual([]);
});

test("the same request with the same key gets the first answer again", async () => {
  const first = await post("key-00000001");
  const again = await post("key-00000001");

  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.text).toBe(first.text);
  expect([first.headers["idempotency-replayed"], again.headers["idempotency-replayed"]]).toEqual([undefined, "true"]);
  expect(effects).toHaveLength(1);
});

test("another request with the same key is refused", async () => {
  await post("key-00000002", "one");
  const other = await post("key-00000002", "other");

  expect(other.status).toBe(422);
  expect(other.body.errors[0].field).toBe("Idempotency-Key");
  expect(effects).toEqual(["one"]);
});

test("twenty at once have one effect: the rest are told to wait, and get its answer afterwards", async () => {
  let finish = () => {};
  next = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  const statuses: number[] = [];
  const sent = Array.from({ length: 20 }, async () => {
    statuses.push((await post("key-00000003")).status);
  });
  await expect.poll(() => statuses.length, { timeout: 15_000 }).toBe(19);

  finish();
  await Promise.all(sent);
  const after = await post("key-00000003");

  expect(effects).toHaveLength(1);
  expect(statuses).toEqual([...Array.from({ length: 19 }, () => 409), 201]);
  expect([after.status, after.body]).toEqual([201, { number: 1 }]);
});

test("a refusal of the use case is an answer too, and is given again", async () => {
  next = async () => {
    throw new AppError("goal-reached", 422, { fr: "Objectif atteint.", en: "Goal reached." });
  };

  const answers = [await post("key-00000004"), await post("key-00000004")];

  expect(answers.map((answer) => [answer.status, answer.body.type])).toEqual([
    [422, "http://localhost/problems/goal-reached"],
    [422, "http://localhost/problems/goal-reached"],
  ]);
  expect(effects).toHaveLength(1);
});

test.each([
  ["a passing failure", new AppError("busy", 503, { fr: "Occupé.", en: "Busy." }), 503],
  ["our own bug", new Error("boom"), 500],
])("after %s the same key may try again", async (_, failure, status) => {
  next = async () => {
    throw failure;
  };
  const failed = await post("key-00000005");
  next = async () => {};
  const again = await post("key-00000005");

  expect([failed.status, again.status]).toEqual([status, 201]);
});

test("a request whose outcome was lost is run again under the same id, another key under another", async () => {
  next = async () => {
    throw new AppError("busy", 503, { fr: "Occupé.", en: "Busy." });
  };
  await post("key-00000009");
  await post("key-00000009");
  await post("key-00000010");

  const [first, again, other] = requestIds;
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test("input that is refused uses no key up", async () => {
  await request(app).post("/api/v1/things").set("Idempotency-Key", "key-00000006").send({}).expect(422);

  await post("key-00000006").expect(201);
});

test("a request whose process died is taken over after a minute, not before", async () => {
  const dead = post("key-00000007");
  next = () => new Promise(() => {});
  void dead.then(undefined, () => {});
  await expect.poll(() => effects.length, { timeout: 15_000 }).toBe(1);
  next = async () => {};

  const early = await post("key-00000007");
  await database.owner.execute(sql`update idempotency_keys set created_at = created_at - interval '61 seconds'`);
  const late = await post("key-00000007");

  expect([early.status, late.status]).toEqual([409, 201]);
  expect(early.headers["retry-after"]).toBe("1");
  dead.abort();
});

test("answers are forgotten after a month", async () => {
  await post("key-00000008");
  const fresh = await purgeIdempotencyKeys(database.db);
  await database.owner.execute(sql`update idempotency_keys set created_at = created_at - interval '31 days'`);

  expect([fresh, await purgeIdempotencyKeys(database.db)]).toEqual([0, 1]);
});
