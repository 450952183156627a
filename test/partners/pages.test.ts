import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { readAgreement } from "../../src/partners/queries.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";
import { anAgreement, aPartner, dayFromNow } from "../support/partners.ts";
import { aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let service: TestApp;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  service = testApp(deps, { apiRoutes, pageRoutes, formOrigins: [sandbox.sandbox.url] });
});

const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/[\s\u00a0\u202f]+/g, " ");

/** Signed in as the person, with the role in the database. */
async function as(role: "administrator" | "paymaster") {
  const { userId, email } = await aUser(database.db);
  await giveRole(deps, userId, role);
  return signIn(service, email);
}

test("an administrator sets a partner up on pages alone; its paymaster funds it; its member follows it", async () => {
  const { siret, member } = await aPartner(deps);
  const administrator = await as("administrator");
  const [today, later] = [await dayFromNow(deps, 0), await dayFromNow(deps, 60)];

  const made = await submitForm(administrator, "/partenaires/nouveau", {
    number: siret.replace(/(...)/, "$1 "),
    reference: "CONV-2027-1",
    signedOn: today,
    endsOn: later,
  });
  const own = made.headers.location ?? "";
  await submitForm(administrator, own, { name: "Enveloppe rurale", promisedCents: "1 000" }, `${own}/enveloppes`);
  const page = await administrator.get(own).expect(200);
  const newRule = /href="([^"]+\/regles\/nouvelle)"/.exec(page.text)?.[1] ?? "";
  const rule = await submitForm(administrator, newRule, {
    ratioNumerator: "1",
    ratioDenominator: "2",
    capPerGiftCents: "100",
    startsOn: today,
    endsOn: later,
    priority: "10",
    "filter.rural": "on",
    "filter.departements": "23, 2a",
  });
  const paymaster = await as("paymaster");
  const funded = await submitForm(
    paymaster,
    own,
    { amountCents: "600,50", bankReference: "VIR 42", receivedOn: today },
    newRule.replace("/regles/nouvelle", "/versements"),
  );
  const itself = await signIn(service, member.email);
  const seen = await itself.get(own).expect(200);
  const home = await itself.get("/partenaires").expect(200);

  expect([made.status, rule.status, funded.status]).toEqual([303, 303, 303]);
  expect(words(seen.text)).toContain(
    "Pour 2 € donnés, Fondation du Lien ajoute 1 €, jusqu’à 100 € par don, dans les communes rurales, dans les départements Creuse (23) ou Corse-du-Sud (2A), pour les dons faits du ",
  );
  expect(words(seen.text)).toContain("Reste disponible 600,50 €");
  expect(words(seen.text)).toContain("Promis, sous réserve de réception 399,50 €");
  expect(seen.text).not.toContain("/regles/nouvelle");
  expect(seen.text).not.toContain("bankReference");
  expect(words(home.text)).toContain("Rien ne vous attend.");
  expect(words(home.text)).toMatch(/Où est votre argent .*600,50 € 0 € 0 € 0 € 600,50 €/);
});

test("a rule's form says what contradicts itself and keeps what was typed; a change keeps every value", async () => {
  const { agreementId, potId, administrator: setUp, addRule } = await anAgreement(deps);
  const ruleId = await addRule({ filter: { placeTypes: ["CHRS"], services: ["Loisirs et créations numériques"] } });
  const browser = await as("administrator");
  const own = `/partenaires/${agreementId}`;

  const refused = await submitForm(browser, `${own}/enveloppes/${potId}/regles/nouvelle`, {
    ratioNumerator: "1,5",
    ratioDenominator: "1",
    capPerGiftCents: "beaucoup",
    "filter.departements": "23, 999",
    startsOn: "",
    endsOn: "2027-02-30",
  });
  const form = await browser.get(`${own}/regles/${ruleId}`).expect(200);
  const values = [...form.text.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const checked = values.filter((tag) => / checked/.test(tag)).map((tag) => /value="([^"]*)"/.exec(tag)?.[1]);

  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="1,5"');
  expect(words(refused.text)).toContain("Donnez des numéros de départements qui existent");
  expect(words(refused.text)).toContain("Nombres entiers, de 1 à 1 000");
  expect(checked).toEqual(["ratio", "CHRS", "Loisirs et créations numériques", "adds"]);
  expect((await readAgreement(deps, setUp, agreementId)).pots[0]?.rules).toHaveLength(1);
});

test("X1: another partner's member and a donor find no such page, and no way to change anything", async () => {
  const { agreementId, potId } = await anAgreement(deps);
  const { member } = await aPartner(deps);
  const stranger = await signIn(service, member.email);
  const own = `/partenaires/${agreementId}`;

  const answers = await Promise.all([
    stranger.get(own),
    stranger.get(`${own}/abondements`),
    stranger.get(`/api/v1/agreements/${agreementId}`),
    stranger.get(`/api/v1/pots/${potId}`),
    stranger.get(`/api/v1/pots/${potId}/fundings`),
    stranger.get(`/api/v1/rules?potId=${potId}`),
    stranger.get(`/api/v1/agreements/${agreementId}/matches`),
  ]);
  const list = await stranger.get("/api/v1/agreements").expect(200);
  const refused = await stranger.get("/partenaires/nouveau");

  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
  expect(list.body.items).toEqual([]);
  expect(refused.status).toBe(403);
});

test("the API sets up a partner and tells pots, rules with their sentence, and matches under pseudonyms", async () => {
  const { partnerId, member } = await aPartner(deps);
  const { id: campaignId } = await aCampaign(deps);
  const [administrator, paymaster] = [await as("administrator"), await as("paymaster")];
  const days = { startsOn: await dayFromNow(deps, 0), endsOn: await dayFromNow(deps, 30) };
  let key = 0;
  const post = (browser: typeof administrator, path: string, body: object) => {
    key += 1;
    return browser.post(`/api/v1${path}`).set("Idempotency-Key", `partner-set-up-${key}`).send(body);
  };

  const agreement = await post(administrator, "/agreements", {
    partnerId,
    reference: "CONV-API",
    signedOn: days.startsOn,
    endsOn: days.endsOn,
  }).expect(201);
  const pot = await post(administrator, "/pots", {
    agreementId: agreement.body.id,
    name: "Enveloppe",
    promisedCents: 50_000,
  }).expect(201);
  const rule = await post(administrator, "/rules", {
    potId: pot.body.id,
    ratioNumerator: 1,
    ratioDenominator: 1,
    ...days,
  }).expect(201);
  await post(paymaster, `/pots/${pot.body.id}/fundings`, {
    amountCents: 30_000,
    bankReference: pot.body.fundingReference,
    receivedOn: days.startsOn,
  }).expect(200, { recorded: true });
  await aPledge(deps, campaignId, 2_000n);
  const changed = await post(administrator, `/rules/${rule.body.id}/versions`, {
    version: 1,
    ratioNumerator: 2,
    ratioDenominator: 1,
    ...days,
  }).expect(201);
  const partner = await signIn(service, member.email);
  const seen = await partner.get(`/api/v1/agreements/${agreement.body.id}`).expect(200);
  const matches = await partner.get(`/api/v1/agreements/${agreement.body.id}/matches`).expect(200);

  expect(changed.body).toEqual({ version: 2 });
  expect(seen.body.pots).toMatchObject([
    { promisedCents: 50_000, fundedCents: 30_000, reservedCents: 2_000, remainingCents: 28_000 },
  ]);
  expect(seen.body.pots[0].rules).toMatchObject([{ version: 2, filter: {}, ...days }]);
  expect(seen.body.pots[0].rules[0].sentence.en).toMatch(
    /^For every €1 given, Fondation du Lien adds €2, for gifts made from .+; rank 100\.$/,
  );
  expect(matches.body.items).toMatchObject([{ giftCents: 2_000, amountCents: 2_000, state: "reserved" }]);
});
