import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "../../src/errors.ts";
import { apiRoute } from "../../src/http/api-kit.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let app: ReturnType<typeof testApp>["app"];

const common = { tag: "test", summary: "For tests", access: "public" } as const;

const routes = [
  apiRoute({
    ...common,
    method: "POST",
    path: "/things",
    body: z.object({ name: z.string().min(1).max(5), email: z.email(), tags: z.array(z.string()).max(2) }).strict(),
    output: z.object({ name: z.string() }),
    run: async ({ body }) => ({ name: body.name }),
  }),
  apiRoute({
    ...common,
    method: "GET",
    path: "/things/{thingId}",
    params: z.object({ thingId: z.uuid() }),
    query: z.object({ limit: z.coerce.number().int().max(100).optional() }),
    output: z.object({ name: z.string() }),
    run: async () => ({ name: "thing", secret: "never shown" }),
  }),
  apiRoute({
    ...common,
    method: "GET",
    path: "/bug",
    run: async () => {
      throw new Error("select * from users where password = 'hunter2'");
    },
  }),
  apiRoute({
    ...common,
    method: "GET",
    path: "/busy",
    run: async () => {
      throw new AppError("busy", 503, { fr: "Occupé.", en: "Busy." }, { retryAfterSeconds: 7 });
    },
  }),
  apiRoute({ ...common, access: "signed-in", method: "GET", path: "/mine", run: async () => {} }),
];

beforeAll(async () => {
  app = testApp(await testDeps(database.db), { apiRoutes: routes }).app;
});

const UUID = "0190a5b0-0000-7000-8000-000000000000";
const good = { name: "ok", email: "a@example.org", tags: [] };
const post = (body: string) => request(app).post("/api/v1/things").type("json").send(body);

test("a problem has a stable type, both languages and every failing field", async () => {
  const answer = await post(JSON.stringify({ name: "too long", email: "nope", tags: ["a", "b", "c"], more: 1 }));

  expect(answer.status).toBe(422);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    type: "http://localhost/problems/invalid-input",
    status: 422,
    title: "Certaines réponses sont à corriger.",
    fr: "Certaines réponses sont à corriger.",
    en: "Some answers need to be corrected.",
  });
  expect(answer.body.errors.map((one: { field: string }) => one.field)).toEqual(["name", "email", "tags", "more"]);
  for (const one of answer.body.errors) expect([typeof one.fr, typeof one.en]).toEqual(["string", "string"]);
});

test("title and detail follow Accept-Language", async () => {
  const answer = await request(app).get("/api/v1/nowhere").set("Accept-Language", "de, en-GB;q=0.8, fr;q=0.5");

  expect(answer.body.title).toBe("This page or item does not exist.");
});

test.each([
  ["an unknown path", () => request(app).get("/api/v1/nowhere"), 404, "not-found"],
  ["an id that cannot be one", () => request(app).get("/api/v1/things/42"), 404, "not-found"],
  ["another method", () => request(app).delete("/api/v1/things"), 405, "method-not-allowed"],
  [
    "another content type",
    () => request(app).post("/api/v1/things").type("text/plain").send("x"),
    415,
    "unsupported-media-type",
  ],
  ["broken JSON", () => post('{"name": '), 400, "broken-json"],
  ["a body over 100 kB", () => post(`"${"x".repeat(110_000)}"`), 413, "content-too-large"],
  ["no body", () => request(app).post("/api/v1/things"), 422, "invalid-input"],
  ["a signed-in route as a guest", () => request(app).get("/api/v1/mine"), 401, "sign-in-needed"],
  ["an unknown token", () => request(app).get("/api/v1/mine").auth("sf_x", { type: "bearer" }), 401, "token-not-valid"],
  ["a bad query", () => request(app).get(`/api/v1/things/${UUID}?limit=x`), 422, "invalid-input"],
  ["our own bug", () => request(app).get("/api/v1/bug"), 500, "internal-error"],
])("%s answers a problem", async (_, ask, status, type) => {
  const answer = await ask();

  expect(answer.status).toBe(status);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(answer.body.type).toBe(`http://localhost/problems/${type}`);
  expect(answer.text).not.toContain("hunter2");
});

test("a method that is not there names those that are", async () => {
  const answer = await request(app).patch("/api/v1/things");

  expect(answer.headers.allow).toBe("POST");
});

test("a passing failure says when to come back", async () => {
  const answer = await request(app).get("/api/v1/busy");

  expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "7"]);
});

test.each([
  ["__proto__", '{"__proto__": {"admin": true}, "name": "ok"}'],
  ["constructor", '{"constructor": {"prototype": {}}}'],
  ["NUL", '{"name": "a\\u0000b"}'],
  ["half a surrogate pair", '{"name": "a\\ud800"}'],
  ["too deep a nesting", `${'{"a":'.repeat(50)}1${"}".repeat(50)}`],
])("%s in a body is refused with 422", async (_, body) => {
  const answer = await post(body);

  expect(answer.status).toBe(422);
  expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
});

test("letters of every script pass", async () => {
  const answer = await post(JSON.stringify({ ...good, name: "é漢🎁" }));

  expect(answer.body).toEqual({ name: "é漢🎁" });
});

test("what the schema of an answer does not name is not sent", async () => {
  const answer = await request(app).get(`/api/v1/things/${UUID}`);

  expect(answer.body).toEqual({ name: "thing" });
});

test("a read has an ETag, and is not sent again to who has it", async () => {
  const first = await request(app).get(`/api/v1/things/${UUID}`);

  const again = await request(app).get(`/api/v1/things/${UUID}`).set("If-None-Match", `"x", ${first.headers.etag}`);
  const other = await request(app).get(`/api/v1/things/${UUID}`).set("If-None-Match", '"x"');

  expect(first.headers.etag).toMatch(/^"[\w-]{27}"$/);
  expect([again.status, again.text]).toEqual([304, ""]);
  expect(other.status).toBe(200);
});

test("a browser on another site may not post with the person's cookies", async () => {
  const foreign = await post(JSON.stringify(good)).set("Sec-Fetch-Site", "cross-site");
  const origin = await post(JSON.stringify(good)).set("Origin", "https://evil.example");

  expect([foreign.status, origin.status]).toEqual([403, 403]);
});
