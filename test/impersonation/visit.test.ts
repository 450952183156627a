import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { listAudit } from "../../src/audit/queries.ts";
import { lookOnly } from "../../src/db/look-only.ts";
import { impersonations, outbox, users } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { startImpersonation } from "../../src/impersonation/start-impersonation.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { type Browser, formToken, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aStaffMember, giveRole, loseRole } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;
let administrator: Awaited<ReturnType<typeof aStaffMember>>;
let holder: Awaited<ReturnType<typeof aCampaign>>;
let browser: Browser;

const REASON = "Vous nous avez appelés : votre collecte ne s’envoie pas.";

beforeEach(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { pageRoutes, apiRoutes });
  administrator = await aStaffMember(deps, "administrator");
  holder = await aCampaign(deps, "draft");
  browser = await signIn(site, administrator.email);
});

const visit = async (email: string, reason = REASON) => submitForm(browser, "/assistance", { email, reason });
const own = () => `/mes-collectes/${holder.id}`;
const theVisits = () => deps.db.select().from(impersonations).where(eq(impersonations.fundId, deps.fundId));

test("support sees a holder’s pages under a banner, and each page is written down in its own name (X2)", async () => {
  expect((await visit(holder.owner.email)).headers.location).toBe("/compte");

  const page = await browser.get(own()).expect(200);
  const account = await browser.get("/compte").expect(200);

  expect(page.text).toContain("vous voyez le service comme");
  expect(page.headers["cache-control"]).toContain("no-store");
  expect(account.text).toContain(holder.owner.email);
  const { items } = await listAudit(deps, administrator, { limit: 10, subjectId: holder.owner.userId });
  expect(items.map((row) => [row.actor, row.action, row.change?.page ?? row.reason])).toEqual([
    [`user:${administrator.userId}`, "impersonation.view", "GET /compte"],
    [`user:${administrator.userId}`, "impersonation.view", `GET ${own()}`],
    [`user:${administrator.userId}`, "impersonation.start", REASON],
  ]);
});

test("the person is told by a letter who looks, why and until when", async () => {
  await visit(holder.owner.email);
  const [one] = await theVisits();

  const jobs = await deps.db.select().from(outbox).where(sql`${outbox.payload} ->> 'subjectId' = ${one?.id}`);
  const letter = await TEMPLATES["support-visit"]?.(deps, one?.id ?? "");

  expect(jobs).toMatchObject([{ job: "send-mail", payload: { template: "support-visit" } }]);
  expect(letter).toMatchObject({ to: holder.owner.email });
  expect(letter?.text).toContain(REASON);
});

test("X1: nothing can be sent during a visit, by any form or by the API, until it ends", async () => {
  await visit(holder.owner.email);
  const token = formToken((await browser.get(own())).text);
  const send = (path: string) =>
    browser.post(path).type("form").send({ _token: token, name: "Autre nom", language: "fr" });

  const answers = await Promise.all(["/compte", `${own()}/depot`, "/assistance", "/deconnexion"].map(send));
  const patched = await browser.post("/api/v1/organisations").set("idempotency-key", uuidv7()).send({});
  const read = await browser.get("/api/v1/me");

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect(answers[0]?.text).toContain("on regarde sans rien changer");
  expect([patched.status, read.status]).toEqual([403, 403]);
  const [person] = await deps.db.select().from(users).where(eq(users.id, holder.owner.userId));
  expect(person?.name).not.toBe("Autre nom");
  expect((await submitForm(browser, own(), {}, "/assistance/fin")).headers.location).toBe("/assistance");
  expect((await browser.get("/assistance").expect(200)).text).toContain(REASON);
  expect(await theVisits()).toMatchObject([{ endedAt: expect.any(Date) }]);
});

test("X7: second factor, tokens and payment links stay closed during a visit", async () => {
  await visit(holder.owner.email);

  for (const path of ["/compte/securite", "/compte/jetons", "/paiement/quelconque"]) {
    expect([path, (await browser.get(path)).status]).toEqual([path, 403]);
  }
});

test("X1: staff, oneself and unknown addresses are not visited; only an administrator visits", async () => {
  const colleague = await aStaffMember(deps, "case_officer");
  const officer = await signIn(site, colleague.email);

  expect((await visit(colleague.email)).status).toBe(409);
  expect((await visit(administrator.email)).status).toBe(409);
  expect((await visit("personne@example.org")).status).toBe(422);
  expect((await visit(holder.owner.email, "test")).status).toBe(422);
  expect((await officer.get("/assistance")).status).toBe(404);
  await expect(
    startImpersonation(deps, colleague, uuidv7(), { email: holder.owner.email, reason: REASON }),
  ).rejects.toMatchObject({ status: 404 });
  expect(await theVisits()).toEqual([]);
});

test("a visit is over after half an hour: what is still sent from its pages does nothing", async () => {
  await visit(holder.owner.email);
  const token = formToken((await browser.get("/compte")).text);
  await moveClock(database, undefined, 30 * 60 + 1);

  const late = await browser.post("/compte").type("form").send({ _token: token, name: "Autre nom", language: "fr" });

  expect(late.status).toBe(409);
  expect((await browser.get("/compte").expect(200)).text).toContain(administrator.email);
});

test("X1: what is sent from a page of a visit that was ended is not done in one's own name", async () => {
  await visit(holder.owner.email);
  const token = formToken((await browser.get("/compte")).text);
  await submitForm(browser, "/compte", {}, "/assistance/fin");

  const late = await browser.post("/compte").type("form").send({ _token: token, name: "Autre nom", language: "fr" });

  expect(late.status).toBe(403);
  expect((await browser.get("/compte").expect(200)).text).not.toContain("Autre nom");
});

test("a visit ends with its reason to be: the role withdrawn, or the person now of the staff", async () => {
  await visit(holder.owner.email);
  await giveRole(deps, holder.owner.userId, "auditor");
  expect((await browser.get("/compte").expect(200)).text).toContain(administrator.email);

  const other = await aUser(deps.db);
  const second = await signIn(site, (await aStaffMember(deps, "administrator")).email);
  await submitForm(second, "/assistance", { email: other.email, reason: REASON });
  expect((await second.get("/compte").expect(200)).text).toContain(other.email);
  const [row] = await deps.db
    .select({ staffId: impersonations.staffId })
    .from(impersonations)
    .where(and(eq(impersonations.personId, other.userId), eq(impersonations.fundId, deps.fundId)));
  await loseRole(deps, row?.staffId ?? "", "administrator");
  expect((await second.get("/compte").expect(200)).text).not.toContain(other.email);
});

test("the cookie of a visit means nothing in another session", async () => {
  const begun = await visit(holder.owner.email);
  const cookie =
    [begun.headers["set-cookie"]]
      .flat()
      .find((one) => one?.startsWith("assistance="))
      ?.split(";")[0] ?? "";
  const elsewhere = await signIn(site, administrator.email);
  const stolen = await elsewhere.get("/compte").set("cookie", `${await sessionOf(elsewhere)}; ${cookie}`);

  expect(cookie).not.toBe("");
  expect(stolen.text).not.toContain(holder.owner.email);
});

const sessionOf = async (other: Browser) => {
  const { text } = await other.get("/compte").expect(200);
  expect(text).toContain(administrator.email);
  return other.jar
    .getCookies({ domain: "127.0.0.1", path: "/", secure: false, script: false } as never)
    .toValueString();
};

test("a database only to look at writes nothing", async () => {
  const looking = lookOnly(deps.db, () => new Error("only looking"));

  await expect(inTransaction(looking, async () => "written")).rejects.toThrow("only looking");
  expect(() => looking.delete(users)).toThrow("only looking");
  expect(await looking.$count(impersonations, eq(impersonations.fundId, deps.fundId))).toBe(0);
});

test("raw SQL cannot visit staff, stretch a visit, end it twice or forget it", async () => {
  const person = await aUser(deps.db);
  const colleague = await aStaffMember(deps, "auditor");
  const insert = (personId: string, minutes: number) =>
    database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`insert into impersonations
        (fund_id, id, staff_id, session_id, person_id, reason, started_at, ends_at)
        values (${deps.fundId}, ${uuidv7()}, ${administrator.userId}, ${uuidv7()}, ${personId}, 'raison', now(),
          now() + make_interval(mins => ${minutes}))`);
    });
  const change = (what: string) =>
    database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(`${what} ${what.startsWith("truncate") ? "" : `where fund_id = '${deps.fundId}'`}`));
    });

  await insert(person.userId, 30);
  await expect(insert(colleague.userId, 30)).rejects.toThrow();
  await expect(insert(person.userId, 31)).rejects.toThrow();
  await expect(change("update impersonations set ends_at = ends_at + interval '1 minute'")).rejects.toThrow();
  await change("update impersonations set ended_at = fund_now()");
  await expect(change("update impersonations set ended_at = null")).rejects.toThrow();
  await expect(change("delete from impersonations")).rejects.toThrow();
  await expect(change("truncate impersonations")).rejects.toThrow();
});
