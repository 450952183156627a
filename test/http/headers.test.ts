import express from "express";
import pino from "pino";
import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { STYLE_HREF } from "../../src/ui/stylesheet.ts";
import { aBrowser, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(database.db);
});

test("pages allow our own script only, no frame, and forms only to us and the payment page", async () => {
  const { app } = testApp(deps, { formOrigins: ["https://checkout.stripe.com"] });

  const { headers } = await request(app).get("/connexion");

  expect(headers["content-security-policy"]).toBe(
    "default-src 'none';script-src 'self';connect-src 'self';style-src 'self';img-src 'self' data:;form-action 'self' https://checkout.stripe.com;base-uri 'none';frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  });
  expect(headers["strict-transport-security"]).toBeUndefined();
  expect(headers["x-powered-by"]).toBeUndefined();
});

test("in production, browsers keep to https, and cookies are Secure", async () => {
  const { app } = testApp({ ...deps, baseUrl: "https://fonds.example.org" }, { production: true });

  const { headers } = await request(app).get("/connexion");

  expect(headers["strict-transport-security"]).toMatch(/^max-age=31536000/);
  expect(String(headers["set-cookie"])).toMatch(/^__Host-visit=[\w-]{22}; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/);
});

test("the style sheet may be kept for good, since its address holds its hash", async () => {
  const { app } = testApp(deps);

  const answer = await request(app).get(STYLE_HREF);

  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toMatch(/^text\/css/);
  expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
});

test("the reference page of the API loads its scripts from here, under a policy of its own", async () => {
  const { app } = testApp(deps);

  const docs = await request(app).get("/api/docs/");
  const script = await request(app).get("/api/docs/swagger-ui-bundle.js");

  expect(docs.status).toBe(200);
  expect(docs.text).not.toMatch(/(?:src|href)="https?:/);
  expect(docs.headers["content-security-policy"]).toContain("script-src 'self'");
  expect(script.status).toBe(200);
});

test("a webhook mounted first gets its raw bytes", async () => {
  const webhook = express.Router();
  webhook.post("/webhooks/test", express.raw({ type: () => true }), (received, response) => {
    response.json({ bytes: Buffer.isBuffer(received.body) ? received.body.length : -1 });
  });
  const { app } = testApp(deps, { firstRouters: [webhook] });

  const answer = await request(app).post("/webhooks/test").type("json").send('{ "a":  1 }');

  expect(answer.body).toEqual({ bytes: 11 });
});

test("sign-in is limited, and says when to come back", async () => {
  const { app } = testApp(deps, { rateLimits: { redis: undefined } });
  const browser = aBrowser(app);

  const statuses: number[] = [];
  for (let n = 0; n < 31; n += 1) {
    statuses.push((await submitForm(browser, "/connexion", { email: `p${n}@example.org` })).status);
  }
  const last = await submitForm(browser, "/connexion", { email: "last@example.org" });

  expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 303));
  expect(last.status).toBe(429);
  expect(Number(last.headers["retry-after"])).toBeGreaterThan(0);
});

test("logs name the route and never the address, the e-mail or a token (X7)", async () => {
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
  const { app } = testApp({ ...deps, log });

  await submitForm(aBrowser(app), "/connexion", { email: "discrete@example.org" });
  await request(app).get("/connexion/lien?jeton=verysecret").auth("sf_secret", { type: "bearer" });

  const text = lines.join("");
  expect(text).toContain('"route":"/connexion"');
  expect(text).not.toMatch(/discrete|verysecret|sf_secret|127\.0\.0\.1|cookie/i);
});
