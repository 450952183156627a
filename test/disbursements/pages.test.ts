import type { Express } from "express";
import { beforeAll, expect, test } from "vitest";
import { declareAid } from "../../src/de-minimis/declare-aid.ts";
import type { Deps } from "../../src/deps.ts";
import type { StaffRole } from "../../src/domain/actor.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { executePain001 } from "../../src/sandbox/bank/pretend-bank.ts";
import { readPain001 } from "../../src/sandbox/bank/read-pain001.ts";
import { aBrowser, type Browser, formToken, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import {
  aGrant,
  anOrder,
  aRequest,
  aStaffMember,
  booksHold,
  firstInstalment,
  theDisbursement,
  theGrant,
} from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { apiRoutes, pageRoutes });
});

/** Presses the button that posts to `action` on `path`, with the hidden fields it carries. */
async function press(browser: Browser, path: string, action: string) {
  const { text } = await browser.get(path).expect(200);
  const form = new RegExp(`action="${action}"[^>]*>(.*?)</form>`, "s").exec(text)?.[1] ?? expect.fail(`no ${action}`);
  const fields = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  return browser.post(action).type("form").send(Object.fromEntries(fields));
}

/** The hash of the agreement as its page shows it. */
async function seen(browser: Browser, path: string) {
  const { text } = await browser.get(`${path}/convention`);
  return { agreementHash: /name="agreementHash" value="([^"]+)"/.exec(text)?.[1] ?? expect.fail("no hash") };
}

const staff = async (...roles: readonly StaffRole[]) => {
  const person = await aStaffMember(deps, ...roles);
  return { ...person, browser: await signIn(site, person.email) };
};

test("section 5: from the signed agreement to the booked payment, on pages alone, each by its own person", async () => {
  const grant = await aGrant(database, deps, 100_000n, { isSigned: false });
  const path = `/subventions/${grant.grantId}`;
  const owner = await signIn(site, grant.owner.email);
  const instalment = `/tranches/${await firstInstalment(deps, grant.grantId)}`;
  const [administrator, authoriser, paymaster] = [
    await staff("administrator"),
    await staff("authoriser"),
    await staff("paymaster"),
  ];

  await declareAid(deps, grant.owner, { grantId: grant.grantId, hasEconomicActivity: false, aids: [] });
  await submitForm(
    owner,
    `${path}/convention`,
    { agreesToCommitment: "on", ...(await seen(owner, path)) },
    `${path}/signature`,
  ).then((answer) => expect(answer.status).toBe(303));
  expect((await administrator.browser.get("/a-decider")).text).toContain(path);
  await press(administrator.browser, `${path}/convention`, `${path}/signature`).then((answer) =>
    expect(answer.status).toBe(303),
  );

  const tooMuch = await submitForm(
    owner,
    instalment,
    { amountCents: "1000,01", rail: "sepa", purpose: "Tranche 1" },
    `${instalment}/versements`,
  );
  expect(tooMuch.status).toBe(409);
  expect(tooMuch.text).toContain("dépasse ce qui reste à verser");
  const asked = await submitForm(
    owner,
    instalment,
    { amountCents: "400,50", rail: "sepa", purpose: "Tranche 1" },
    `${instalment}/versements`,
  );
  const order = asked.headers.location ?? "";
  expect(order).toMatch(/^\/versements\//);
  expect((await owner.get(order)).text).not.toContain("autorisation");

  expect((await authoriser.browser.get("/a-decider")).text).toContain(order);
  expect((await authoriser.browser.get(order)).text).toContain("À vérifier avant d’approuver");
  await press(authoriser.browser, order, `${order}/autorisation`).then((answer) => expect(answer.status).toBe(303));
  await press(paymaster.browser, order, `${order}/ordre`).then((answer) => expect(answer.status).toBe(303));
  const made = await press(paymaster.browser, "/virements", "/virements");
  const file = made.headers.location ?? "";
  const shown = [(await paymaster.browser.get(file)).text, (await paymaster.browser.get(order)).text];
  expect(shown[0]).toContain('<p><a href="/virements">');
  expect(shown[1]).not.toContain("À vérifier avant d’approuver");
  for (const text of shown) expect(text.replace(/<[^>]+>/g, "")).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/);
  const download = await press(paymaster.browser, file, `${file}/fichier`);
  expect(download.headers["content-type"]).toContain("application/xml");
  const xml = download.text ?? String(download.body);
  expect(readPain001(xml).transfers.map((one) => one.amountCents)).toEqual([40_050n]);

  const statement = executePain001(xml, { bankDate: "2027-03-10", openingCents: 0n });
  const { text } = await paymaster.browser.get("/releves");
  const imported = await paymaster.browser
    .post("/releves")
    .field("_token", formToken(text))
    .field("statementText", "")
    .attach("statement", Buffer.from(statement), "releve.xml");

  expect(imported.status).toBe(200);
  expect((await theDisbursement(deps, order.split("/")[2] ?? "")).state).toBe("paid");
  expect((await theGrant(deps, grant.grantId)).paidCents).toBe(40_050n);
  expect((await owner.get(path)).text).toMatch(/payé/);
  await booksHold(deps);
});

test("D4: an approval pressed on a page that has gone stale approves nothing and says so", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 10_000n);
  const authoriser = await staff("authoriser");
  const path = `/versements/${request.disbursementId}`;
  const { text } = await authoriser.browser.get(path).expect(200);
  const owner = await signIn(site, grant.owner.email);
  await submitForm(owner, path, { amountCents: "200", rail: "sepa", purpose: "Plus cher" }, `${path}/modification`);

  const answer = await authoriser.browser
    .post(`${path}/autorisation`)
    .type("form")
    .send({ _token: formToken(text), contentHash: request.contentHash });

  expect(answer.status).toBe(409);
  expect(answer.text).toContain("a changé depuis que vous l’avez lu");
  expect((await theDisbursement(deps, request.disbursementId)).state).toBe("requested");
});

test("D6: what the bank did not execute is declared and confirmed on the file's page, all of it or what is ticked", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const orders = [await anOrder(deps, grant, 10_000n), await anOrder(deps, grant, 20_000n)];
  const [authoriser, paymaster] = [await staff("authoriser"), await staff("paymaster")];
  const file = (await press(paymaster.browser, "/virements", "/virements")).headers.location ?? "";
  const say = (browser: Browser, to: string, fields: Record<string, string>) =>
    submitForm(browser, file, { listed: orders.map((one) => one.disbursementId).join(","), ...fields }, to);

  const nothing = await say(paymaster.browser, `${file}/non-execution`, { reason: "Jamais remis" });
  expect([nothing.status, nothing.text.includes("Cochez au moins un virement.")]).toEqual([422, true]);
  expect(nothing.text).toContain("Jamais remis");
  await say(paymaster.browser, `${file}/non-execution`, { orderIds: "tous", reason: "Jamais remis" });
  expect((await paymaster.browser.get(file)).text).toContain("Une autre personne doit confirmer");
  expect((await authoriser.browser.get("/a-decider")).text).toContain(file);
  const { text } = await authoriser.browser.get(file);
  expect(text).toContain("demandez à la banque que le virement n’a pas été et ne sera pas exécuté");
  const [one = "", other = ""] = orders.map(({ disbursementId }) => disbursementId);
  const dropped = await say(authoriser.browser, `${file}/non-execution/abandon`, { declaredIds: other });
  const confirmed = await say(authoriser.browser, `${file}/non-execution/confirmation`, { declaredIds: one });

  expect([dropped.status, confirmed.status]).toEqual([303, 303]);
  expect([(await theDisbursement(deps, one)).state, (await theDisbursement(deps, other)).state]).toEqual([
    "returned",
    "sent",
  ]);
  expect((await paymaster.browser.get(file)).text).not.toContain(`${file}/fichier`);
  await booksHold(deps);
});

test("X7: no page, and no answer of the API but the file itself, shows a whole IBAN", async () => {
  const grant = await aGrant(database, deps);
  const order = await anOrder(deps, grant, 10_000n);
  const paymaster = await staff("paymaster");

  const page = await paymaster.browser.get(`/versements/${order.disbursementId}`).expect(200);
  const api = await paymaster.browser.get(`/api/v1/disbursements/${order.disbursementId}`).expect(200);

  expect(page.text).toMatch(/DE\d\d •••• •••• \d{4}/);
  for (const text of [page.text, JSON.stringify(api.body)]) expect(text).not.toMatch(/DE\d{20}/);
});

test("X1: every page and route of a payment is 404 to a stranger and asks a visitor to sign in", async () => {
  const grant = await aGrant(database, deps);
  const order = await anOrder(deps, grant, 10_000n);
  const stranger = await signIn(site, (await aUser(deps.db)).email);
  const paths = [
    `/subventions/${grant.grantId}`,
    `/versements/${order.disbursementId}`,
    "/virements",
    "/releves",
    "/ecarts",
    "/a-decider",
    `/api/v1/grants/${grant.grantId}`,
    `/api/v1/disbursements/${order.disbursementId}`,
    "/api/v1/payment-files",
    "/api/v1/bank-statements",
  ];

  for (const path of paths) {
    expect([path, (await stranger.get(path)).status]).toEqual([path, 404]);
    const visitor = await unsigned(site.app, path);
    expect([path, visitor]).toEqual([path, path.startsWith("/api") ? 401 : 303]);
  }
});

const unsigned = async (app: Express, path: string) => {
  return (await aBrowser(app).get(path)).status;
};
