import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { cents } from "../../src/domain/money.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { listOffers } from "../../src/matching/queries.ts";
import { quoteMatch } from "../../src/matching/quote-match.ts";
import { readPledge } from "../../src/pledges/queries.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { aBrowser, type Browser, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { anAgreement, dayFromNow } from "../support/partners.ts";
import { aFirmPledge } from "../support/pledges.ts";
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
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, " ");
const local = (url: string) => url.replace("http://localhost", "");

/** The hidden fields of the screen that shows the total, and its button. */
const checked = (html: string) => ({
  ...Object.fromEntries([...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, n, v]) => [n, v])),
  etape: "payer",
});

const upToTotal = (browser: Browser, slug: string, name: string) =>
  submitForm(browser, `/collectes/${slug}/don`, {
    amountCents: "20",
    tipCents: "0",
    email: `${name}@example.org`,
    displayName: name,
  });

test("M5: of donors who pay at once what one pot could hold for some, each pays what was announced or is told first", async () => {
  const { id, slug } = await aCampaign(deps);
  const { addRule } = await anAgreement(deps, 7_000);
  await addRule();
  const people = Array.from({ length: 6 }, (_, n) => ({ browser: aBrowser(service.app), name: `donor-${n}` }));
  const totals = await Promise.all(people.map(({ browser, name }) => upToTotal(browser, slug, name)));

  const answers = await Promise.all(
    people.map(({ browser }, n) =>
      browser
        .post(`/collectes/${slug}/don`)
        .type("form")
        .send(checked(totals[n]?.text ?? ""))
        .expect(303),
    ),
  );

  for (const total of totals) expect(words(total.text)).toContain("Votre don déclencherait 20 € de Fondation du Lien");
  const places = answers.map(({ headers }) => headers.location ?? "");
  const told = places.filter((place) => place.includes("/dons/"));
  expect(places.filter((place) => place.startsWith(sandbox.sandbox.url))).toHaveLength(3);
  expect(told).toHaveLength(3);
  const held = [];
  for (const place of told) {
    const page = await aBrowser(service.app).get(local(place)).expect(200);
    expect(words(page.text)).toMatch(/L’abondement réservé est de (0|10) €, plus petit que les 20 € annoncés/);
    expect(words(page.text)).toContain("Continuer vers le paiement");
    const [, pledgeId = "", key] = /\/dons\/([0-9a-f-]+)\?cle=([^&]+)/.exec(place) ?? [];
    held.push((await readPledge(deps, { kind: "guest" }, pledgeId, key)).matchCents);
  }
  expect(held.toSorted()).toEqual([0n, 0n, 1_000n]);
  expect((await quoteMatch(deps, { kind: "guest" }, { campaignId: id, amountCents: cents(2_000n) })).matchCents).toBe(
    0n,
  );
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

const FIFTY = { kind: "threshold", ratioNumerator: null, ratioDenominator: null, lumpCents: 50_000 };

test("M15: the check and the campaign's page say how far a threshold is, and that a round is shared at its end", async () => {
  const { id, slug } = await aCampaign(deps);
  const lump = await anAgreement(deps, 100_000);
  const round = await anAgreement(deps, 100_000);
  await lump.addRule({ ...FIFTY, thresholdDonors: 3 });
  await round.addRule({ kind: "pro_rata", ratioNumerator: null, ratioDenominator: null, budgetCents: 30_000 });
  const browser = aBrowser(service.app);

  const total = await upToTotal(browser, slug, "camille");
  const page = await browser.get(`/collectes/${slug}`).expect(200);
  await aFirmPledge(deps, id, 1_000n);
  await aFirmPledge(deps, id, 1_000n);
  const reached = await quoteMatch(deps, { kind: "guest" }, { campaignId: id, amountCents: cents(2_000n) });
  await aFirmPledge(deps, id, 1_000n);
  const granted = await listOffers(deps, id);

  expect(words(total.text)).toContain(
    "Après ce don, il manque encore 2 donateurs différents : Fondation du Lien ajoute alors 500 €.",
  );
  expect(words(total.text)).toContain("Le partenaire partage son argent entre tous les dons à la fin de la période");
  expect(words(page.text)).toContain("Il manque encore 3 donateurs différents : Fondation du Lien ajoute alors 500 €.");
  expect(words(page.text)).toContain("Le partage se fait après le");
  expect(reached.matches.map(({ amountCents, isLater }) => [amountCents, isLater])).toEqual([
    [50_000n, false],
    [0n, true],
  ]);
  expect(
    granted.map(({ leftCents, standing }) => [leftCents, standing[0]?.fr.split(" ").slice(0, 3).join(" ")]),
  ).toEqual([
    [0n, "Cette collecte a"],
    [30_000n, "Le partage se"],
  ]);
});

test("M9: what is promised and not received is named, subject to receipt, and never counted", async () => {
  const { id, slug } = await aCampaign(deps);
  const { addRule } = await anAgreement(deps, 1_000);
  await addRule();

  const total = await upToTotal(aBrowser(service.app), slug, "camille");
  const quote = await quoteMatch(deps, { kind: "guest" }, { campaignId: id, amountCents: cents(2_000n) });

  expect(words(total.text)).toContain("Votre don déclencherait 10 € de Fondation du Lien");
  expect(quote.matches).toMatchObject([{ amountCents: 1_000n, boundBy: "pot", awaitedCents: 99_000n }]);
  expect(plain(quote.matches[0]?.details.at(-1)?.fr)).toBe(
    "Fondation du Lien a promis 990 € de plus, sous réserve de réception : cet argent n’abonde aucun don avant d’être arrivé.",
  );
});

test("what is left for a campaign leaves out what the pot keeps for other territories", async () => {
  const { id } = await aCampaign(deps);
  const { addRule } = await anAgreement(deps, 50_000);
  const endsOn = await dayFromNow(deps, 30);
  await addRule({
    capInAllCents: 45_000,
    heldShares: [{ departements: ["02"], shareCents: 30_000, untilOn: endsOn }],
  });

  const [offer] = await listOffers(deps, id);

  expect(offer?.leftCents).toBe(20_000n);
});
