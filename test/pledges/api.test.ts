import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { aBrowser, signIn, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let service: TestApp;
let campaignId: string;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  service = testApp(deps, { apiRoutes, pageRoutes, formOrigins: [sandbox.sandbox.url] });
  campaignId = (await aCampaign(deps)).id;
  await aMatchingPot(deps, 100_000n);
});

const BODY = { amountCents: 2_500, email: "camille@example.org", displayName: "Camille" };
const path = () => `/api/v1/campaigns/${campaignId}/pledges`;
const pledge = (body: object, key: string = uuidv7()) =>
  aBrowser(service.app).post(path()).set("Idempotency-Key", key).send(body);

test("a guest asks for a quote, pledges with a key, reads the gift by its secret and takes it back", async () => {
  const browser = aBrowser(service.app);

  const quote = await browser.get(`/api/v1/campaigns/${campaignId}/quote?amountCents=2500`).expect(200);
  const opened = await pledge(BODY).expect(201);
  const key = new URL(opened.body.url).searchParams.get("cle");
  const read = await browser.get(`/api/v1/pledges/${opened.body.id}?key=${key}`).expect(200);
  const matches = await browser.get(`/api/v1/pledges/${opened.body.id}/matches?key=${key}`).expect(200);
  await browser.post(`/api/v1/pledges/${opened.body.id}/cancellation`).send({ key }).expect(204);
  const after = await browser.get(`/api/v1/pledges/${opened.body.id}?key=${key}`).expect(200);

  expect(quote.body).toMatchObject({ matchCents: 2_500, matches: [{ partnerName: "Fondation des Lucioles" }] });
  expect(opened.body).toMatchObject({ matchCents: 2_500, checkoutUrl: expect.stringContaining(sandbox.sandbox.url) });
  expect(read.body).toMatchObject({ state: "draft", amountCents: 2_500, tipCents: 0, canBeCancelled: true });
  expect(matches.body.items).toMatchObject([{ amountCents: 2_500, state: "reserved", boundBy: "formula" }]);
  expect(after.body).toMatchObject({ state: "cancelled", endedReason: "cancelled_by_donor" });
});

test("the same key answers the same pledge; another request under it is refused", async () => {
  const key = uuidv7();

  const first = await pledge(BODY, key).expect(201);
  const again = await pledge(BODY, key).expect(201);
  const other = await pledge({ ...BODY, amountCents: 9_900 }, key);

  expect(again.body).toEqual(first.body);
  expect(other.status).toBe(422);
});

test.each([
  ["a fraction", { amountCents: 10.5 }, "amountCents"],
  ["a text", { amountCents: "2500" }, "amountCents"],
  ["zero", { amountCents: 0 }, "amountCents"],
  ["a negative tip", { tipCents: -1 }, "tipCents"],
  ["more than Stripe takes at once", { amountCents: 100_000_000 }, "total"],
  ["no name", { displayName: " " }, "displayName"],
  ["half an address", { email: "camille@" }, "email"],
  ["a field nobody knows", { matched: true }, "matched"],
])("A2: %s is refused with its field", async (_, change, field) => {
  const refused = await pledge({ ...BODY, ...change }).expect(422);

  expect(refused.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ field })]));
});

test("a guest without an address is asked for it; an anonymous gift needs no name", async () => {
  const { email: _, ...nameless } = BODY;

  const refused = await pledge(nameless).expect(422);
  const anonymous = await pledge({ ...BODY, displayName: "", anonymous: true }).expect(201);

  expect(JSON.stringify(refused.body)).toContain("email");
  expect(anonymous.body.id).toBeDefined();
});

test("a signed-in person lists their own gifts page by page, and no other's", async () => {
  const donor = await aUser(database.db);
  await aPledge(deps, campaignId, 1_000n);
  const first = await aFirmPledge(deps, campaignId, 2_000n, { actor: donor });
  const second = await aPledge(deps, campaignId, 3_000n, { actor: donor });
  const browser = await signIn(service, donor.email);

  const newest = await browser.get("/api/v1/pledges?limit=1").expect(200);
  const older = await browser.get(`/api/v1/pledges?limit=1&cursor=${newest.body.nextCursor}`).expect(200);

  expect(newest.body.items).toMatchObject([{ id: second.pledgeId, matchCents: 3_000 }]);
  expect(older.body).toMatchObject({ items: [{ id: first, state: "authorised" }], nextCursor: null });
});

test("P8: a gift that ended cannot be taken back, and says so", async () => {
  const opened = await pledge(BODY).expect(201);
  await pledge({ ...BODY, amountCents: 3_000 }).expect(201);
  const key = new URL(opened.body.url).searchParams.get("cle");

  const refused = await aBrowser(service.app).post(`/api/v1/pledges/${opened.body.id}/cancellation`).send({ key });
  const nothing = await aBrowser(service.app).post(`/api/v1/pledges/${opened.body.id}/authentication`).send({ key });

  expect(refused.status).toBe(409);
  expect(refused.body.type).toContain("too-late-to-cancel");
  expect(nothing.body.type).toContain("nothing-to-authenticate");
});
