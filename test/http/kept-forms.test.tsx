import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { keptForms } from "../../src/db/schema/kept-input.ts";
import { idempotencyKeys } from "../../src/db/schema/platform.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { purgeKeptForms } from "../../src/http/kept-forms.ts";
import { field, page, pageRoute, redirect } from "../../src/http/page-kit.tsx";
import { Field } from "../../src/ui/field.tsx";
import { Form } from "../../src/ui/form.tsx";
import { aBrowser, type Browser, formToken, linkIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;
let taken: string[] = [];

const title = { fr: "Essai", en: "Trial" };
const form = page(
  title,
  <Form action="/recit">
    <Field name="story" label={title} />
  </Form>,
);

const pages = [
  pageRoute({ method: "get", path: "/recit", access: "signed-in", run: async () => form }),
  pageRoute({
    method: "post",
    path: "/recit",
    access: "signed-in",
    run: async (context) => {
      // Long enough for a second click to come while the first is under way.
      await context.deps.db.execute(sql`select pg_sleep(0.05)`);
      taken.push(field(context.form, "story"));
      return redirect(`/recit?fait=${taken.length}`);
    },
  }),
  pageRoute({
    method: "post",
    path: "/caisse",
    access: "signed-in",
    run: async () => redirect(`https://paiement.example/${taken.push("paid")}`),
  }),
  pageRoute({
    method: "post",
    path: "/depart",
    access: "signed-in",
    run: async () => ({ kind: "redirect", to: "/", left: true }),
  }),
];

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { pageRoutes: pages, formOrigins: ["https://paiement.example"] });
});

beforeEach(() => {
  taken = [];
});

async function enter(browser: Browser, email: string): Promise<void> {
  await submitForm(browser, "/connexion", { email });
  const link = linkIn(site.letters.findLast((letter) => letter.to === email));
  const token = new URL(link, "http://localhost").searchParams.get("jeton") ?? "";
  await submitForm(browser, link, { jeton: token, retour: "/compte" }, "/connexion/lien");
}

const STORY = { story: "Dix ateliers pour Léa", iban: "FR76 3000 6000 0112 3456 7890 189", code: "123456" };

/** Types, loses the session, and sends: the answer, and where what was typed is kept. */
async function sentTooLate(browser: Browser, fields: Readonly<Record<string, string>> = STORY) {
  const opened = await browser.get("/recit").expect(200);
  await database.db.execute(sql`delete from sessions`);
  const answer = await browser
    .post("/recit")
    .type("form")
    .send({ ...fields, _token: formToken(opened.text) });
  return { answer, kept: /\/saisie\/[0-9a-f-]{36}/.exec(answer.text)?.[0] ?? "" };
}

test("a form sent after its session ended is kept, and sent by its person after signing in again", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "lea@exemple.fr");

  const { answer, kept } = await sentTooLate(browser);
  expect(answer.status).toBe(401);
  expect((await browser.get(kept)).headers.location).toContain("/connexion?retour=");
  await enter(browser, "lea@exemple.fr");
  const shown = await browser.get(kept).expect(200);
  const sent = await submitForm(browser, kept, { _kept: kept.slice("/saisie/".length) }, "/recit");

  expect(shown.text).toContain("Dix ateliers pour Léa");
  expect(shown.text).not.toContain("3000 6000");
  expect([sent.status, taken]).toEqual([303, ["Dix ateliers pour Léa"]]);
  await browser.get(kept).expect(404);
});

test("X1: a form opened by one person and sent once another signed in does nothing, and is kept for the first alone", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "ana@exemple.fr");
  const opened = await browser.get("/recit").expect(200);
  await enter(browser, "bob@exemple.fr");

  const refused = await browser
    .post("/recit")
    .type("form")
    .send({ ...STORY, _token: formToken(opened.text) });

  expect(refused.status).toBe(403);
  expect(refused.text).toMatch(/ouverte au nom d’une autre personne\s: rien n’a été fait/);
  expect(refused.text).not.toContain("Dix ateliers");
  expect(taken).toEqual([]);
  const back = /href="\/connexion\?retour=([^"]+)"/.exec(refused.text)?.[1] ?? "";
  const kept = decodeURIComponent(back);
  expect(kept).toMatch(/^\/saisie\/[0-9a-f-]{36}$/);
  expect((await browser.get(kept).expect(404)).text).not.toContain("Dix ateliers");
  const stolen = await submitForm(browser, "/recit", { _kept: kept.slice("/saisie/".length) });
  expect([stolen.status, taken]).toEqual([404, []]);

  await browser.get(`/connexion?retour=${back}`).expect(200);
  await enter(browser, "ana@exemple.fr");
  expect((await browser.get(kept).expect(200)).text).toContain("Dix ateliers pour Léa");
  const sent = await submitForm(browser, kept, { _kept: kept.slice("/saisie/".length) }, "/recit");
  expect([sent.status, taken]).toEqual([303, ["Dix ateliers pour Léa"]]);
});

test("X1: a mere button of another person’s page does nothing, and nothing is kept of it", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "cleo@exemple.fr");
  const opened = await browser.get("/recit").expect(200);
  await enter(browser, "dan@exemple.fr");
  const before = await database.db.$count(keptForms);

  const refused = await browser
    .post("/recit")
    .type("form")
    .send({ _token: formToken(opened.text) });

  expect([refused.status, taken]).toEqual([403, []]);
  expect(refused.text).toContain("Rechargez-la");
  expect(await database.db.$count(keptForms)).toBe(before);
});

test("X7: what is kept is sealed, without codes, for a day, and shown to nobody else", async () => {
  const [browser, other] = [aBrowser(site.app), aBrowser(site.app)];
  await enter(browser, "noe@exemple.fr");
  const { kept } = await sentTooLate(browser);
  const [row] = await database.db.select().from(keptForms);
  if (row === undefined) throw new Error("nothing was kept");

  expect(JSON.stringify(row)).not.toContain("ateliers");
  expect(JSON.parse(deps.cipher.decrypt(row.sealed))).toEqual({ story: STORY.story, iban: STORY.iban });
  await enter(other, "noe@exemple.fr");
  await other.get(kept).expect(404);
  await enter(browser, "quelqu-un@exemple.fr");
  await browser.get(kept).expect(404);

  await inTransaction(database.db, (tx) => tx.update(keptForms).set({ keptAt: sql`kept_at - interval '25 hours'` }));
  await purgeKeptForms(database.db);
  expect(await database.db.$count(keptForms)).toBe(0);
});

test("X7: whoever sends forms without end fills no more than ten thousand places, and is told to sign in as before", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "ida@exemple.fr");
  await inTransaction(database.db, (tx) =>
    tx.execute(sql`insert into kept_forms select ${deps.fundId}::uuid, gen_random_uuid(), 'another', '', '/recit', '',
      false, now() from generate_series(1, 10000)`),
  );
  const { answer, kept } = await sentTooLate(browser);
  expect([answer.status, kept]).toEqual([401, ""]);
  expect(answer.text).toContain("Connectez-vous pour continuer.");
  expect(answer.text).not.toContain("gardée");
  expect(await database.db.$count(keptForms)).toBe(10_000);
  await inTransaction(database.db, (tx) => tx.delete(keptForms));
});

test("a form whose browser forgot us is kept only where the browser says that our page sent it", async () => {
  const opened = await aBrowser(site.app).get("/connexion");
  const stale = { ...STORY, _token: formToken(opened.text) };
  const before = await database.db.$count(keptForms);

  const unsaid = await aBrowser(site.app).post("/contact-essai").type("form").send(stale);
  const refused = await aBrowser(site.app).post("/deconnexion").type("form").send(stale);
  expect([unsaid.status, refused.status, await database.db.$count(keptForms)]).toEqual([404, 403, before]);

  const kept = await aBrowser(site.app)
    .post("/deconnexion")
    .type("form")
    .set("Sec-Fetch-Site", "same-origin")
    .send(stale);
  expect(kept.status).toBe(403);
  expect(kept.text).toContain("/saisie/");
});

test("a double click acts once, and both clicks are led to the same page", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "zoe@exemple.fr");
  const opened = await browser.get("/recit");
  const once = /name="_once" value="([^"]+)"/.exec(opened.text)?.[1] ?? "";
  const fields = { story: "Une fois", _token: formToken(opened.text), _once: once };
  const click = (story: string) =>
    browser
      .post("/recit")
      .type("form")
      .send({ ...fields, story });

  const [first, second] = await Promise.all([click("Une fois"), click("Une fois")]);
  const corrected = await click("Une fois, corrigée");

  expect([first.headers.location, second.headers.location]).toEqual(["/recit?fait=1", "/recit?fait=1"]);
  expect([corrected.headers.location, taken]).toEqual(["/recit?fait=2", ["Une fois", "Une fois, corrigée"]]);
});

test("a payment page is never given again from history: it may be over by then", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "max@exemple.fr");
  const opened = await browser.get("/recit");
  const once = /name="_once" value="([^"]+)"/.exec(opened.text)?.[1] ?? "";
  const pay = () =>
    browser
      .post("/caisse")
      .type("form")
      .send({ _token: formToken(opened.text), _once: once });

  expect([(await pay()).headers.location, (await pay()).headers.location]).toEqual([
    "https://paiement.example/1",
    "https://paiement.example/2",
  ]);
});

test("X7: where a form led is kept sealed; leaving is told each time", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "eva@exemple.fr");
  const opened = await browser.get("/recit");
  const once = /name="_once" value="([^"]+)"/.exec(opened.text)?.[1] ?? "";
  const press = (path: string) =>
    browser
      .post(path)
      .type("form")
      .send({ _token: formToken(opened.text), _once: once });

  const [first, second] = [await press("/depart"), await press("/depart")];
  await press("/recit");

  for (const left of [first, second]) expect(left.headers["clear-site-data"]).toBe('"cache"');
  const kept = await database.db.select().from(idempotencyKeys);
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.stringify(kept)).not.toContain("fait=");
});

test("X7: a page one types into may come back with the back button; leaving throws it away", async () => {
  const browser = aBrowser(site.app);
  await enter(browser, "ali@exemple.fr");

  const typed = await browser.get("/recit");
  const read = await browser.get("/compte/securite");
  const left = await submitForm(browser, "/compte", {}, "/deconnexion");

  expect(typed.headers["cache-control"]).toBe("private, no-cache");
  expect(read.headers["cache-control"]).toBe("private, no-store");
  expect(left.headers["clear-site-data"]).toBe('"cache"');
});
