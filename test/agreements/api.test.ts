import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { bothSides, DAYS_KEY, rawTerms, type Sides } from "../support/agreements.ts";
import { type Browser, signIn, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { dayFromNow } from "../support/partners.ts";

const database = testDatabase();
let deps: Deps;
let service: TestApp;
let sides: Sides;
let key = 0;

beforeEach(async () => {
  deps = await testDeps(database.db);
  service = testApp(deps, { apiRoutes, pageRoutes });
  sides = await bothSides(deps);
});

const post = (browser: Browser, path: string, body: object = {}) => {
  key += 1;
  return browser.post(`/api/v1${path}`).set("Idempotency-Key", `agreement-api-${key}`).send(body);
};

test("the whole life of an agreement by the API: propose, answer, compare, accept, sign, deliver, confirm, end", async () => {
  const [owner, fund] = [await signIn(service, sides.owner.email), await signIn(service, sides.administrator.email)];
  const terms = await rawTerms(deps);
  const opened = await post(owner, "/agreement-proposals", { partnerId: sides.partnerId, message: "Bonjour", terms });
  const own = `/agreements/${opened.body.agreementId}`;
  const answer = { answers: 1, message: "Réponse", terms: { ...terms, title: "Autre titre" } };

  const countered = await post(fund, `${own}/versions`, answer);
  const late = await post(fund, `${own}/versions`, answer);
  const rounds = await owner.get(`/api/v1${own}/versions`);
  const compared = await owner.get(`/api/v1${own}/comparison?from=1&to=2`);
  const accepted = await post(owner, `${own}/acceptance`, { version: 2 });
  const { hash: textHash } = (await owner.get(`/api/v1${own}/text`)).body;
  const first = await post(owner, `${own}/signatures`, { textHash });
  const last = await post(fund, `${own}/signatures`, { textHash });
  const delivered = await post(owner, `${own}/deliveries`, {
    commitmentKey: DAYS_KEY,
    deliveredOn: await dayFromNow(deps, 0),
    quantity: 2.5,
  });
  const delivery = `${own}/deliveries/${delivered.body.id}`;
  const content = Buffer.from("%PDF-1.7 présence").toString("base64");
  const attached = await owner
    .post(`/api/v1${delivery}/evidence?filename=presence.pdf`)
    .type("text/plain")
    .send(content);
  const file = await fund.get(`/api/v1${delivery}/evidence`);
  const confirmed = await post(fund, `${delivery}/confirmation`);
  const balance = await owner.get(`/api/v1${own}/deliveries`);
  const ended = await post(owner, `${own}/termination`, { reason: "Fin du programme." });

  expect([opened, countered, late, accepted, first, last].map((one) => one.status)).toEqual([
    201, 201, 409, 204, 200, 200,
  ]);
  expect(late.body.type).toContain("version-arrived");
  expect(rounds.body).toMatchObject({
    next: { kind: "answer", by: "partner" },
    items: [
      { version: 1, side: "partner" },
      { version: 2, side: "fund", terms: { title: "Autre titre" } },
    ],
  });
  expect(rounds.body.items[0].terms.lines[0]).toMatchObject({ amountCents: 500_000, rules: [{ key: "regle" }] });
  expect(compared.body.items.map((one: { en: string }) => one.en)).toEqual([
    "The title changes from “Soutien aux lieux ruraux” to “Autre titre”.",
  ]);
  expect([first.body, last.body]).toEqual([{ kind: "signed" }, { kind: "in-force" }]);
  expect([delivered, attached, confirmed, ended].map((one) => one.status)).toEqual([201, 200, 204, 204]);
  expect(file.body).toMatchObject({
    contentType: "application/pdf",
    contentBase64: content,
    sha256: attached.body.sha256,
  });
  expect(balance.body.commitments).toContainEqual(
    expect.objectContaining({ key: DAYS_KEY, promised: 12, delivered: 2.5, confirmed: 2.5, left: 9.5 }),
  );
  expect((await owner.get(`/api/v1${own}`)).body).toMatchObject({ state: "ended", endedReason: "Fin du programme." });
});

test("terms that contradict themselves are refused by the API with each field's JSON path, in both languages", async () => {
  const owner = await signIn(service, sides.owner.email);
  const { lines, ...rest } = await rawTerms(deps);
  const off = { ...rest, lines: [{ ...lines[0], amountCents: 10_000 }] };

  const refused = await post(owner, "/agreement-proposals", { partnerId: sides.partnerId, message: "", terms: off });

  expect(refused.status).toBe(422);
  expect(refused.body.errors).toMatchObject([{ field: "lines.0.schedule" }]);
  expect(refused.body.errors[0].en).toContain("they must add up to the amount promised");
});
