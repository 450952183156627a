import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import { staffRoles, twoFactors } from "../../src/db/schema/identity.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { identityApi } from "../../src/identity/api.ts";
import { createApiToken } from "../../src/identity/create-api-token.ts";
import {
  aBrowser,
  type Browser,
  formToken,
  linkIn,
  signIn,
  submitForm,
  type TestApp,
  testApp,
} from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { requireTwoFactorForStaff: true, apiRoutes: identityApi });
});

async function anAuditor() {
  const user = await aUser(database.db);
  await inTransaction(database.db, (tx) =>
    tx.insert(staffRoles).values({ userId: user.userId, role: "auditor", grantedAt: new Date() }),
  );
  return user;
}

const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

/** base32, as authenticator apps read it. */
const fromBase32 = (text: string) => {
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** RFC 6238, as an authenticator app computes it: independent of the code under test. */
function codeFor(secret: string): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(19) & 0xf;
  return ((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
}

async function enrol(browser: Browser) {
  const security = await browser.get("/compte/securite").expect(200);
  const shown = await browser
    .post("/compte/securite/inscription")
    .type("form")
    .send({ _token: formToken(security.text) });
  const secret = hidden(shown.text, "secret");
  const recoveryCodes = hidden(shown.text, "recoveryCodes").split(" ");
  const answer = await browser
    .post("/compte/securite/activation")
    .type("form")
    .send({ _token: formToken(shown.text), secret, code: codeFor(secret) });
  expect(answer.status).toBe(303);
  return { secret, recoveryCodes };
}

/** Everything up to the second step. */
async function enterByLink(email: string) {
  const browser = aBrowser(site.app);
  await submitForm(browser, "/connexion", { email });
  const link = linkIn(site.letters.findLast((letter) => letter.to === email));
  const jeton = new URL(link, "http://localhost").searchParams.get("jeton") ?? "";
  const answer = await submitForm(browser, link, { jeton, retour: "/equipe" }, "/connexion/lien");
  return { browser, answer };
}

test("staff without a second factor keep their account and wait for their roles, by page and by token", async () => {
  const auditor = await anAuditor();
  const browser = await signIn(site, auditor.email);
  const { text } = await createApiToken(deps, auditor, { name: "essai", days: 1 });

  const account = await browser.get("/compte").expect(200);

  expect(account.text).toContain("attendent une seconde vérification");
  await browser.get("/equipe").expect(404);
  await request(site.app).get("/api/v1/staff").auth(text, { type: "bearer" }).expect(404);
});

test("with a second factor set up, the roles are there, and the next sign-in asks for a code", async () => {
  const auditor = await anAuditor();
  const { secret } = await enrol(await signIn(site, auditor.email));

  const { browser, answer } = await enterByLink(auditor.email);
  expect(answer.headers.location).toBe("/connexion/code?retour=%2Fequipe");
  expect((await browser.get("/equipe")).status).toBe(303);
  const done = await submitForm(browser, "/connexion/code", { code: codeFor(secret), retour: "/equipe" });

  expect([done.status, done.headers.location]).toEqual([303, "/equipe"]);
  await browser.get("/equipe").expect(200);
});

test("setting it up ends the sessions that were opened without it, but not this one", async () => {
  const auditor = await anAuditor();
  const old = await signIn(site, auditor.email);
  const current = await signIn(site, auditor.email);

  await enrol(current);

  expect((await old.get("/compte")).status).toBe(303);
  expect((await current.get("/compte")).status).toBe(200);
});

test("X7: a wrong code changes nothing at enrolment and keeps the page, which no browser keeps", async () => {
  const auditor = await anAuditor();
  const browser = await signIn(site, auditor.email);
  const security = await browser.get("/compte/securite");
  const shown = await browser
    .post("/compte/securite/inscription")
    .type("form")
    .send({ _token: formToken(security.text) });
  const secret = hidden(shown.text, "secret");

  const answer = await browser
    .post("/compte/securite/activation")
    .type("form")
    .send({ _token: formToken(shown.text), secret, code: "000000" });

  expect(answer.status).toBe(422);
  expect(hidden(answer.text, "secret")).toBe(secret);
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  await browser.get("/equipe").expect(404);
});

test("after five wrong codes the challenge is over, even for the right one", async () => {
  const auditor = await anAuditor();
  const { secret } = await enrol(await signIn(site, auditor.email));
  const { browser } = await enterByLink(auditor.email);
  for (let n = 0; n < 5; n += 1) await submitForm(browser, "/connexion/code", { code: "000000" });

  const right = await submitForm(browser, "/connexion/code", { code: codeFor(secret) });

  expect(right.status).toBe(422);
  expect((await browser.get("/compte")).status).toBe(303);
});

test("a recovery code works once", async () => {
  const auditor = await anAuditor();
  const { recoveryCodes } = await enrol(await signIn(site, auditor.email));
  const [code = ""] = recoveryCodes;
  const first = await submitForm((await enterByLink(auditor.email)).browser, "/connexion/code", { code });
  const again = await submitForm((await enterByLink(auditor.email)).browser, "/connexion/code", { code });

  expect([first.status, again.status]).toEqual([303, 422]);
});

test("it is turned off against a code only, and the secret goes with it", async () => {
  const auditor = await anAuditor();
  const browser = await signIn(site, auditor.email);
  const { secret } = await enrol(browser);
  const send = (code: string) => submitForm(browser, "/compte/securite", { code }, "/compte/securite/desactivation");

  const wrong = await send("000000");
  const right = await send(codeFor(secret));

  expect([wrong.status, right.status]).toEqual([422, 303]);
  expect(await database.db.$count(twoFactors, eq(twoFactors.userId, auditor.userId))).toBe(0);
  expect((await browser.get("/compte")).status).toBe(200);
});

test("the secret is not readable in the database", async () => {
  const auditor = await anAuditor();
  const { secret } = await enrol(await signIn(site, auditor.email));

  const [row] = await database.db.select().from(twoFactors).where(eq(twoFactors.userId, auditor.userId));

  expect(row?.secret).not.toContain(fromBase32(secret).toString());
});
