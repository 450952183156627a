import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { type Browser, formToken, signIn, submitForm, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { anAgreement, dayFromNow } from "../support/partners.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { everyRow } from "./support.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let partner: Awaited<ReturnType<typeof anAgreement>>;
let browser: Browser;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  partner = await anAgreement(deps, 50_000);
  browser = await signIn(testApp(deps, { apiRoutes, pageRoutes }), partner.member.email);
});

const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "’")
    .replace(/[\s\u00a0\u202f]+/g, " ");

const CROWD = {
  source: "crowd",
  kind: "many_small",
  seed: "11",
  gifts: "60",
  meanCents: "40",
  days: "20",
  campaigns: "3",
  goalCents: "1000",
};

const draft = async (prefix: "a." | "b.", more: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    Object.entries({
      rule: "draft",
      kind: "ratio",
      ratioNumerator: "1",
      ratioDenominator: "1",
      startsOn: await dayFromNow(deps, 0),
      endsOn: await dayFromNow(deps, 90),
      potCents: "1 000",
      ...more,
    }).map(([name, value]) => [prefix + name, value]),
  );

const addressOf = (fields: Readonly<Record<string, string>>) => `/simulateur?${new URLSearchParams(fields)}`;

test("M13: a partner plays its draft on a crowd and gets an address that shows the same to another person", async () => {
  const sent = await submitForm(browser, "/simulateur", { ...CROWD, ...(await draft("a.")) });
  const administrator = await aUser(database.db);
  const mine = await browser.get(sent.headers.location ?? "").expect(200);

  expect(sent.status).toBe(303);
  expect(sent.headers.location).not.toContain("_token");
  expect(words(mine.text)).toContain("Pour 1 € donné, Fondation du Lien ajoute 1 €");
  expect(words(mine.text)).toMatch(/Dons 60 .*Abondement 1 000 €/);
  expect(mine.text).toContain('<svg viewBox="0 0 1000 320"');
  expect(mine.text).toMatch(/<title id="[^"]+">Abondement au fil du temps<\/title><desc id="[^"]+">Règle 1/);
  expect(mine.text).toContain("Les chiffres de la courbe");
  expect(mine.text).toMatch(/name="seed"[^>]*value="11"/);
  const stranger = await signIn(testApp(deps, { pageRoutes }), administrator.email);
  expect((await stranger.get(sent.headers.location ?? "")).status).toBe(404);
});

test("two rules stand side by side, in French and in English", async () => {
  const ruleId = await partner.addRule({ capPerGiftCents: 1_000 });
  const fields = { ...CROWD, ...(await draft("a.")), "b.rule": `${ruleId}.1`, "b.potCents": "" };

  const french = await browser.get(addressOf(fields)).expect(200);
  await browser.get("/simulateur?lang=en").expect(303);
  const english = await browser.get(addressOf(fields)).expect(200);

  expect(words(french.text)).toContain("Règle 2 version 1");
  expect(words(french.text)).toContain("Règle 1, non accordé Règle 1, dons Règle 2, non accordé Règle 2, dons");
  expect(words(french.text)).toContain("Plafond par don");
  expect(words(english.text)).toContain("Cap per gift");
  expect(words(english.text)).toContain("what the rule answered, less what was granted");
});

test("a refused form comes back with all that was typed and names the fields", async () => {
  const wrong = {
    ...CROWD,
    ...(await draft("a.", { ratioNumerator: "beaucoup", capPerGiftCents: "12,50" })),
    gifts: "0",
  };

  const refused = await submitForm(browser, "/simulateur", wrong);

  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="beaucoup"');
  expect(refused.text).toContain('value="12,50"');
  expect(refused.text).toContain('href="#a.ratioNumerator"');
  expect(refused.text).toContain('href="#gifts"');
  expect(words(refused.text)).toContain("Nombre de dons : un nombre entier de 1 à 200 000 est attendu.");
});

test("terms that contradict each other are refused beside the draft's own field, by address too", async () => {
  const wrong = { ...CROWD, ...(await draft("a.", { capPerGiftCents: "20", capPerDonorCents: "10" })) };

  const refused = await browser.get(addressOf(wrong));

  expect(refused.status).toBe(422);
  expect(refused.text).toContain('href="#a.capPerGiftCents"');
});

test("M13: past gifts are played by address; the file of gifts names nobody and is safe for spreadsheets", async () => {
  const { id } = await aCampaign(deps, "live", { mode: "keep_what_you_raise", title: "=1+1 atelier" });
  await aFirmPledge(deps, id, 2_550n, { email: "solene@example.org" });
  const fields = { source: "past", ...(await draft("a.")) };

  const shown = await browser.get(addressOf(fields)).expect(200);
  const file = await browser.get(addressOf(fields).replace("/simulateur", "/simulateur/dons")).expect(200);

  expect(words(shown.text)).toContain("Creuse (23) 1 25,50 € 25,50 € (100 %)");
  expect(file.headers["content-type"]).toContain("text/csv");
  expect(file.text.split("\r\n")[0]).toBe(
    "\ufeffn°;date;collecte;département;donateur (pseudonyme);don (€);abondement règle 1 (€);règle 1 : limité par",
  );
  expect(file.text.split("\r\n")[1]).toMatch(/^1;\d{4}-\d\d-\d\d \d\d:\d\d;'=1\+1 atelier;23;D1;25,50;25,50;Rien/);
  expect(file.text).not.toContain("solene");
});

const post = async (fields: Readonly<Record<string, string>>, file?: string | Buffer) => {
  const opened = await browser.get("/simulateur").expect(200);
  const sent = browser.post("/simulateur").field({ ...fields, source: "csv", _token: formToken(opened.text) });
  return file === undefined ? sent : sent.attach("file", Buffer.from(file), "dons.csv");
};

test("M13: an uploaded file is played, its wrong cells told with line, column, value and reason, and nothing is kept", async () => {
  const [day, french] = [await dayFromNow(deps, 3), (await dayFromNow(deps, 4)).split("-").toReversed().join("/")];
  const before = await everyRow(database);
  const file = `Date;Montant (€);Donateur;Collecte;Département;Remarque
${day};1 000,50 €;d-1;Atelier;Creuse;
${french} 14:30;12,5;d-2;Bus;02;merci
${day};douze;d-2;Bus;99;
`;

  const shown = await post(await draft("a."), file);

  expect(shown.status).toBe(200);
  expect(words(shown.text)).toContain("Lignes refusées : 1. Lignes jouées : 2.");
  expect(words(shown.text)).toContain("4 Montant (€) douze Ce n’est pas un montant en euros");
  expect(words(shown.text)).toContain("4 Département 99 Aucun département");
  expect(words(shown.text)).toContain("Colonnes laissées de côté : Remarque.");
  expect(words(shown.text)).toContain("Aisne (02) 1 12,50 €");
  expect(await everyRow(database)).toEqual(before);
});

test("pasted lines are kept when they are refused, and a file without usable columns says what is missing", async () => {
  const pasted = await post({ ...(await draft("a.")), lines: "jour,combien\n1,2\n" });
  const none = await post(await draft("a."));

  expect(pasted.status).toBe(422);
  expect(words(pasted.text)).toContain(
    "Il manque ces colonnes, à nommer sur la première ligne : « date », « montant ».",
  );
  expect(pasted.text).toContain("jour,combien");
  expect(words(none.text)).toContain("Choisissez un fichier, ou collez ses lignes.");
});

test("the file of an upload's answers is downloaded at once, in Windows letters with commas too", async () => {
  const day = await dayFromNow(deps, 3);
  const windows = Buffer.from(`date,amount,campaign\n${day},"12.50",Médiathèque\n`, "latin1");

  const file = await post({ ...(await draft("a.")), sortie: "csv" }, windows);

  expect(file.headers["content-disposition"]).toContain("simulation.csv");
  expect(file.text).toContain("Médiathèque;?;D1;12,50;12,50");
});

test("the button under a rule's form plays what is typed there", async () => {
  const opened = await browser.get("/simulateur").expect(200);
  const typed = {
    "rule.kind": "threshold",
    "rule.thresholdDonors": "2",
    "rule.lumpCents": "100",
    "rule.startsOn": await dayFromNow(deps, 0),
    "rule.endsOn": await dayFromNow(deps, 90),
    place: "0:0",
    draft: "{}",
    _token: formToken(opened.text),
  };

  const sent = await browser.post("/simulateur/brouillon").type("form").send(typed);
  const shown = await browser.get(sent.headers.location ?? "").expect(200);

  expect(words(shown.text)).toContain("2 donateurs différents");
  expect(words(shown.text)).toMatch(/Dons abondés 4 /);
});
