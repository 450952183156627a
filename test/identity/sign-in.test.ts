import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { aBrowser, formToken, linkIn, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps);
});

const tokenIn = (link: string) => new URL(link, "http://localhost").searchParams.get("jeton") ?? "";

test("a person signs in by the link that arrives, and their account begins with it", async () => {
  const browser = await signIn(site, "Nouvelle@example.org");

  const account = await browser.get("/compte").expect(200);

  expect(account.text).toContain("nouvelle@example.org");
});

test("a mail scanner that opens the link any number of times consumes nothing", async () => {
  const browser = aBrowser(site.app);
  await submitForm(browser, "/connexion", { email: "prudente@example.org" });
  const link = linkIn(site.letters.at(-1));
  for (let opened = 0; opened < 5; opened += 1) await aBrowser(site.app).get(link).expect(200);

  const answer = await submitForm(browser, link, { jeton: tokenIn(link) }, "/connexion/lien");

  expect(answer.status).toBe(303);
  await browser.get("/compte").expect(200);
});

test("a link works once", async () => {
  const browser = aBrowser(site.app);
  await submitForm(browser, "/connexion", { email: "unefois@example.org" });
  const link = linkIn(site.letters.at(-1));
  const once = await submitForm(browser, link, { jeton: tokenIn(link) }, "/connexion/lien");

  const again = await submitForm(aBrowser(site.app), link, { jeton: tokenIn(link) }, "/connexion/lien");

  expect([once.status, again.status]).toEqual([303, 409]);
  expect(again.text).toContain("Ce lien ne marche plus");
});

test("the answer is the same whether an address has an account or not", async () => {
  const known = await aUser(database.db, { email: "connue@example.org" });

  const forKnown = await submitForm(aBrowser(site.app), "/connexion", { email: known.email });
  const forUnknown = await submitForm(aBrowser(site.app), "/connexion", { email: "inconnue@example.org" });

  expect([forKnown.status, forKnown.headers.location]).toEqual([forUnknown.status, forUnknown.headers.location]);
  expect(site.letters.slice(-2).map((letter) => letter.to)).toEqual(["connue@example.org", "inconnue@example.org"]);
});

test("one address gets at most five letters in a quarter of an hour, and nobody is told", async () => {
  const before = site.letters.length;
  const answers: number[] = [];
  for (let asked = 0; asked < 7; asked += 1) {
    answers.push((await submitForm(aBrowser(site.app), "/connexion", { email: "assaillie@example.org" })).status);
  }

  expect(new Set(answers)).toEqual(new Set([303]));
  expect(site.letters.length - before).toBe(5);
});

test("an address that is none keeps what was typed and says so at the field", async () => {
  const answer = await submitForm(aBrowser(site.app), "/connexion", { email: "camille@" });

  expect(answer.status).toBe(422);
  expect(answer.text).toContain('value="camille@"');
  expect(answer.text).toContain('id="email-error"');
});

test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
  "signing in never leads to another site: %s",
  async (retour) => {
    const browser = aBrowser(site.app);
    const opened = await browser.get("/connexion").query({ retour }).expect(200);
    await browser
      .post("/connexion")
      .type("form")
      .send({ email: "detournee@example.org", retour, _token: formToken(opened.text) });

    const link = linkIn(site.letters.findLast((letter) => letter.to !== ""));

    expect(new URL(link, "http://localhost").searchParams.get("retour")).toBe("/compte");
  },
);

test("signing out ends the session on the server too", async () => {
  const browser = await signIn(site, "partante@example.org");
  const account = await browser.get("/compte");
  const cookie = String(account.request.get("cookie"));

  await browser
    .post("/deconnexion")
    .type("form")
    .send({ _token: formToken(account.text) })
    .expect(303);

  const replayed = await aBrowser(site.app).get("/compte").set("Cookie", cookie);
  expect(replayed.status).toBe(303);
  expect(replayed.headers.location).toMatch(/^\/connexion/);
});

test("a session lasts thirty days from its last use, and its cookie is hidden from scripts", async () => {
  const browser = await signIn(site, "fidele@example.org");
  await database.owner.execute(sql`
    update sessions set expires_at = now() + interval '20 days', updated_at = now() - interval '10 days'
    where user_id = (select id from users where email = 'fidele@example.org')`);

  const used = await browser.get("/compte").expect(200);

  expect(String(used.headers["set-cookie"])).toMatch(
    /fund\.session_token=[^;]+; Max-Age=2592000;.*HttpOnly; SameSite=Lax/,
  );
  const [row] = await database.owner.execute<{ days: number }>(sql`
    select extract(day from expires_at - now())::int as days from sessions
    where user_id = (select id from users where email = 'fidele@example.org')`);
  expect(row?.days).toBe(29);
});

test("a session keeps neither address nor browser of the person", async () => {
  await signIn(site, "sobre@example.org");

  const kept = await database.owner.execute(sql`
    select ip_address, user_agent from sessions
    where user_id = (select id from users where email = 'sobre@example.org')`);

  expect([...kept]).toEqual([{ ip_address: "", user_agent: "" }]);
});

test("demo people exist only where they are configured, and never in production", async () => {
  const demoPeople = [{ email: "demo@example.org", name: "Démo", role: { fr: "essai", en: "trial" } }];
  await aUser(database.db, { email: "demo@example.org" });
  const demo = testApp(deps, { demoPeople });
  const browser = aBrowser(demo.app);

  const entered = await submitForm(browser, "/connexion", { personne: "demo@example.org" }, "/connexion/demonstration");

  expect(entered.status).toBe(303);
  await browser.get("/compte").expect(200);
  const elsewhere = await submitForm(
    aBrowser(site.app),
    "/connexion",
    { personne: "demo@example.org" },
    "/connexion/demonstration",
  );
  expect(elsewhere.status).toBe(404);
  expect(() => testApp(deps, { demoPeople, production: true })).toThrow(RangeError);
});
