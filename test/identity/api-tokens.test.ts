import { eq, sql } from "drizzle-orm";
import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import { apiTokens } from "../../src/db/schema/identity.ts";
import { auditLog, idempotencyKeys } from "../../src/db/schema/platform.ts";
import type { Deps } from "../../src/deps.ts";
import { identityApi } from "../../src/identity/api.ts";
import { createApiToken } from "../../src/identity/create-api-token.ts";
import { revokeApiToken } from "../../src/identity/revoke-api-token.ts";
import { formToken, signIn, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { apiRoutes: identityApi });
});

const me = (token: string) => request(site.app).get("/api/v1/me").auth(token, { type: "bearer" });

test("a token made at /compte/jetons acts for its person; it is shown once and kept as a hash only", async () => {
  const browser = await signIn(site, "script@example.org");
  const opened = await browser.get("/compte/jetons").expect(200);

  const made = await browser
    .post("/compte/jetons")
    .type("form")
    .send({ name: "export nocturne", days: "30", _token: formToken(opened.text) });

  const token = /sf_[\w-]{43}/.exec(made.text)?.[0] ?? "";
  expect((await me(token)).body.email).toBe("script@example.org");
  expect((await browser.get("/compte/jetons")).text).not.toContain(token);
  const [dump] = await database.owner.execute<{ text: string }>(
    sql`select string_agg(t::text, ' ') as text from api_tokens t`,
  );
  expect(dump?.text).not.toContain(token);
});

test("a revoked token is refused at once, and revoking is left in the audit log once", async () => {
  const user = await aUser(database.db);
  const { id, text } = await createApiToken(deps, user, { name: "essai", days: 30 });
  await me(text).expect(200);

  await revokeApiToken(deps, user, id);
  await revokeApiToken(deps, user, id);

  const refused = await me(text);
  expect([refused.status, refused.body.type]).toEqual([401, "http://localhost/problems/token-not-valid"]);
  const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
  expect(trail.map((row) => row.action).toSorted()).toEqual(["api-token.create", "api-token.revoke"]);
});

test("an expired token is refused", async () => {
  const { id, text } = await createApiToken(deps, await aUser(database.db), { name: "essai", days: 1 });
  await database.db
    .update(apiTokens)
    .set({ expiresAt: sql`clock_timestamp() - interval '1 second'` })
    .where(eq(apiTokens.id, id));

  await me(text).expect(401);
});

test("the token of someone else looks as if it did not exist (X1)", async () => {
  const { id, text } = await createApiToken(deps, await aUser(database.db), { name: "essai", days: 30 });
  const other = await createApiToken(deps, await aUser(database.db), { name: "autre", days: 30 });

  await request(site.app).delete(`/api/v1/me/tokens/${id}`).auth(other.text, { type: "bearer" }).expect(404);

  await me(text).expect(200);
});

test.each(["", "sf_", `sf_${"A".repeat(43)}`, "Bearer", "x".repeat(5_000)])("%j is no token", async (text) => {
  await request(site.app).get("/api/v1/me").set("Authorization", `Bearer ${text}`).expect(401);
});

test("a token's text made over the API is kept nowhere, not even for repeated requests", async () => {
  const { text } = await createApiToken(deps, await aUser(database.db), { name: "essai", days: 30 });

  const made = await request(site.app)
    .post("/api/v1/me/tokens")
    .auth(text, { type: "bearer" })
    .set("Idempotency-Key", "key-00000001")
    .send({ name: "second" });

  expect(made.status).toBe(201);
  await me(made.body.token).expect(200);
  expect(await database.db.$count(idempotencyKeys)).toBe(0);
});

test("nobody holds more than twenty active tokens, however many are asked for at once", async () => {
  const user = await aUser(database.db);

  const asked = await Promise.allSettled(
    Array.from({ length: 25 }, (_, n) => createApiToken(deps, user, { name: `n° ${n}`, days: 30 })),
  );

  expect(asked.filter((one) => one.status === "fulfilled")).toHaveLength(20);
  expect(await database.db.$count(apiTokens, eq(apiTokens.userId, user.userId))).toBe(20);
});
