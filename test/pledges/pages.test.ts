import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { matches, matchingPots } from "../../src/db/schema/matching.ts";
import { pledges } from "../../src/db/schema/pledges.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { pledgeUrl } from "../../src/pledges/access-token.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { settleCampaign } from "../../src/settlement/settle-campaign.ts";
import { aBrowser, type Browser, formToken, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aPledge, CARDS, pay } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let service: TestApp;
let campaign: Awaited<ReturnType<typeof aCampaign>>;
let pot: Awaited<ReturnType<typeof aMatchingPot>>;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  service = testApp(deps, { apiRoutes, pageRoutes, formOrigins: [sandbox.sandbox.url] });
  campaign = await aCampaign(deps, "live", {
    goalCents: 10_000,
    rewards: [{ title: "Une carte postale", thresholdCents: 2_000, fairValueCents: 100, stock: 1 }],
  });
  pot = await aMatchingPot(deps, 100_000n, { capPerGiftCents: 2_000n });
});

const GIFT = { amountCents: "25,50", tipCents: "0", email: "camille@example.org", displayName: "Camille" };
const form = () => `/collectes/${campaign.slug}/don`;
const local = (url: string) => url.replace("http://localhost", "");
const ownLink = (pledgeId: string) => local(pledgeUrl(deps, pledgeId));
const pledgesOf = () => deps.db.select().from(pledges).where(eq(pledges.campaignId, campaign.id));
const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/[\s\u00a0\u202f]+/g, " ");

/** The hidden fields of the screen that shows the total, and its button. */
const checked = (html: string, button = "payer") => ({
  ...Object.fromEntries([...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, n, v]) => [n, v])),
  etape: button,
});

const send = (browser: Browser, fields: object, action = form()) => browser.post(action).type("form").send(fields);

async function upToPayment(browser: Browser, gift: Readonly<Record<string, string>> = GIFT) {
  const total = await submitForm(browser, form(), gift);
  expect(total.status).toBe(200);
  return send(browser, checked(total.text)).expect(303);
}

test("M5: a guest sees what the gift would trigger before paying, pays, and finds it recorded without any webhook", async () => {
  const browser = aBrowser(service.app);

  const total = await submitForm(browser, form(), GIFT);
  const toStripe = await send(browser, checked(total.text));
  const back = await completeCheckout(toStripe.headers.location ?? "", {
    card: CARDS.good,
    email: GIFT.email,
    name: "Camille",
  });
  const gift = await browser.get(local(back)).expect(200);

  expect(words(total.text)).toContain("Votre don déclencherait 20 € de Fondation des Lucioles");
  expect(words(total.text)).toMatch(/Total à payer 25,50 €/);
  expect(words(total.text)).toContain("seulement si l’objectif de 100 € est atteint");
  expect(toStripe.headers.location).toContain(sandbox.sandbox.url);
  expect(words(gift.text)).toContain("Promesse enregistrée");
  expect(words(gift.text)).toContain("Fondation des Lucioles ajoute 20 € à ce don.");
  expect(words(gift.text)).toContain("La règle s’arrête à 20 € par don.");
  expect((await pledgesOf()).map((row) => row.state)).toEqual(["authorised"]);
});

test("the form allows the payment page and nothing else, and sends no secret there", async () => {
  const browser = aBrowser(service.app);

  const shown = await browser.get(form()).expect(200);

  expect(shown.headers["content-security-policy"]).toContain(`form-action 'self' ${sandbox.sandbox.url}`);
  expect(shown.headers["referrer-policy"]).toBe("same-origin");
});

test("no tip is chosen beforehand, and one that is typed is paid and never matched (M16)", async () => {
  const browser = aBrowser(service.app);

  const empty = await browser.get(form()).expect(200);
  await upToPayment(browser, { ...GIFT, amountCents: "10", tipCents: "5" });

  expect(empty.text).toMatch(/name="tipCents"[^>]*value="0"|value="0"[^>]*name="tipCents"/);
  const [pledge] = await pledgesOf();
  const [match] = await deps.db.select().from(matches).where(eq(matches.campaignId, campaign.id));
  expect(pledge).toMatchObject({ amountCents: 1_000n, tipCents: 500n });
  expect(match?.amountCents).toBe(1_000n);
});

test("what cannot be read is named beside its field, and what was typed stays", async () => {
  const browser = aBrowser(service.app);

  const refused = await submitForm(browser, form(), {
    ...GIFT,
    amountCents: "dix euros",
    email: "camille@",
    displayName: "",
  });
  const tooMuch = await submitForm(browser, form(), { ...GIFT, amountCents: "999 999", tipCents: "1" });

  expect(words(tooMuch.text)).toContain("Un paiement en ligne est limité à 999 999,99 €.");
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="dix euros"');
  expect(refused.text).toContain('value="camille@"');
  expect(words(refused.text)).toContain("Tapez un montant en euros");
  expect(words(refused.text)).toContain("Indiquez une adresse e-mail complète");
  expect(words(refused.text)).toContain("Indiquez votre nom, ou choisissez de donner sans le montrer.");
  expect(await pledgesOf()).toEqual([]);
});

test("a reward needs its gift, and one that is gone is not offered any more (P9)", async () => {
  const browser = aBrowser(service.app);
  const shown = await browser.get(form()).expect(200);
  const rewardId = /name="rewardId" value="([0-9a-f-]{36})"/.exec(shown.text)?.[1] ?? "";

  const tooSmall = await submitForm(browser, form(), { ...GIFT, amountCents: "10", rewardId });
  await upToPayment(browser, { ...GIFT, amountCents: "20", rewardId });
  const later = await aBrowser(service.app).get(form()).expect(200);

  expect(tooSmall.status).toBe(422);
  expect(words(tooSmall.text)).toContain("Le don est trop petit pour cette contrepartie.");
  expect(later.text).not.toContain(rewardId);
});

test("M5: two clicks at once on the same screen open one pledge and lead to the same payment page", async () => {
  const browser = aBrowser(service.app);
  const total = await submitForm(browser, form(), GIFT);

  const answers = await Promise.all([1, 2, 3].map(() => send(browser, checked(total.text))));

  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
  expect(new Set(answers.map((answer) => answer.headers.location)).size).toBe(1);
  expect((await pledgesOf()).map((row) => row.state)).toEqual(["draft"]);
});

test("going back to change the amount brings the first screen with what was typed", async () => {
  const browser = aBrowser(service.app);
  const total = await submitForm(browser, form(), GIFT);

  const changed = await send(browser, checked(total.text, "modifier")).expect(200);

  expect(changed.text).toContain('value="25,50"');
  expect(changed.text).toContain('value="camille@example.org"');
});

test("M5: where less could be held than the screen said, the donor is told before paying", async () => {
  const browser = aBrowser(service.app);
  const total = await submitForm(browser, form(), GIFT);
  await Promise.all(Array.from({ length: 50 }, () => aPledge(deps, campaign.id, 2_000n)));

  const answer = await send(browser, checked(total.text)).expect(303);
  const gift = await browser.get(local(answer.headers.location ?? "")).expect(200);

  expect(answer.headers.location).toContain("/dons/");
  expect(words(gift.text)).toContain(
    "L’abondement réservé est de 0 €, plus petit que les 20 € annoncés : d’autres dons ont été faits entre-temps",
  );
  expect(words(gift.text)).toContain("L’enveloppe du partenaire est vide pour l’instant.");
  expect(words(gift.text)).toContain("Continuer vers le paiement");
});

test("X1: without its secret nobody but its donor opens a gift; other people's ids look unknown", async () => {
  const { pledgeId } = await aPledge(deps, campaign.id, 2_000n);
  const other = await aPledge(deps, campaign.id, 3_000n);
  const stranger = await signIn(service, (await aUser(database.db)).email);
  const wrongKey = ownLink(other.pledgeId).split("?")[1];

  const answers = await Promise.all([
    aBrowser(service.app).get(`/dons/${pledgeId}`),
    aBrowser(service.app).get(`/dons/${pledgeId}?${wrongKey}`),
    stranger.get(`/dons/${pledgeId}`),
    stranger.get("/dons/not-an-id"),
    stranger.get(`/api/v1/pledges/${pledgeId}`),
    stranger.get(`/api/v1/pledges/${pledgeId}/matches`),
    stranger.post(`/api/v1/pledges/${pledgeId}/cancellation`).send({}),
  ]);

  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
});

test("X4: a gift made as a guest shows in the account of its verified address", async () => {
  const { email } = await aUser(database.db);
  const { pledgeId } = await aPledge(deps, campaign.id, 2_000n, { email: email.toUpperCase() });
  const browser = await signIn(service, email);

  const mine = await browser.get("/mes-dons").expect(200);
  const gift = await browser.get(`/dons/${pledgeId}`).expect(200);

  expect(mine.text).toContain(`/dons/${pledgeId}`);
  expect(words(gift.text)).toContain("Annuler ma promesse");
});

test("P8: a donor takes a pledge back by the secret link; its match is free again", async () => {
  const opened = await aPledge(deps, campaign.id, 2_000n);
  await pay(opened);
  const browser = aBrowser(service.app);
  const link = `${ownLink(opened.pledgeId)}&retour=1`;
  const shown = await browser.get(link).expect(200);

  const answer = await send(
    browser,
    {
      _token: formToken(shown.text),
      cle: new URLSearchParams(link.split("?")[1]).get("cle") ?? "",
    },
    `/dons/${opened.pledgeId}/annulation`,
  ).expect(303);
  const after = await browser.get(local(answer.headers.location ?? "")).expect(200);

  expect(words(after.text)).toContain("Promesse annulée");
  expect(words(after.text)).not.toContain("Annuler ma promesse");
  const [row] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, pot.potId));
  expect(row?.reservedCents).toBe(0n);
});

test("P4: a bank that wants its client's word gets it through the page's button", async () => {
  const opened = await aPledge(deps, campaign.id, 10_000n);
  await pay(opened, CARDS.authenticateAlways);
  const browser = aBrowser(service.app);
  await browser.get(`${ownLink(opened.pledgeId)}&retour=1`).expect(200);
  await moveClock(database, sandbox, 31 * DAY);
  await settle();

  const shown = await browser.get(ownLink(opened.pledgeId)).expect(200);
  const answer = await send(browser, checked(shown.text), `/dons/${opened.pledgeId}/confirmation`).expect(303);
  const back = await completeCheckout(answer.headers.location ?? "", {
    card: CARDS.good,
    email: GIFT.email,
    name: "Camille",
  });
  const gift = await browser.get(local(back)).expect(200);

  expect(words(shown.text)).toContain("Votre banque attend votre accord");
  expect(words(gift.text)).toContain("Don reçu");
});

async function settle() {
  await settleCampaign(deps, worker("test"), campaign.id);
  await runJobs(deps);
}

test("P3: after the deadline the form is closed", async () => {
  await moveClock(database, sandbox, 31 * DAY);

  const closed = await aBrowser(service.app).get(form());

  expect(closed.status).toBe(409);
  expect(words(closed.text)).toContain("Cette collecte ne reçoit plus de dons.");
});
