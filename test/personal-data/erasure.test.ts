import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { contactPages } from "../../src/contact/pages.tsx";
import { sendMessage } from "../../src/contact/send-message.ts";
import { users } from "../../src/db/schema/identity.ts";
import { organisationMembers } from "../../src/db/schema/organisations.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import { taxReceipts } from "../../src/db/schema/receipts.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { makeOffer } from "../../src/offers/make-offer.ts";
import { erasePerson } from "../../src/personal-data/erase-person.ts";
import { erasureUrl } from "../../src/personal-data/erasure-link.ts";
import { forgetReceiptDonors } from "../../src/personal-data/forget-receipt-donors.ts";
import { personalDataPages } from "../../src/personal-data/pages.tsx";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { lockDonor } from "../../src/pledges/find-donor.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { giveIdentity } from "../../src/receipts/give-identity.ts";
import { identityBody } from "../../src/receipts/identity-form.ts";
import { sweepReceipts } from "../../src/receipts/sweep-receipts.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aBrowser, type Browser, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign, aHolder } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const auditor = worker("test");
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  site = testApp(deps, { pageRoutes: [...personalDataPages, ...contactPages] });
});

const IDENTITY = identityBody.parse({
  kind: "person",
  givenName: "Zéphyrine",
  familyName: "Quatrebarbes",
  address: "7 impasse du Puits-Sans-Fond",
  postcode: "23200",
  town: "Aubusson",
});

const identify = (pledgeId: string) =>
  giveIdentity(
    deps,
    { kind: "guest" },
    { pledgeId, token: accessToken(deps.cipher, pledgeId), identity: IDENTITY, declinesReward: false },
  );

/** What still names somebody, anywhere in the database: `table.column`. */
async function whereItStands(...words: readonly string[]): Promise<readonly string[]> {
  const columns = await database.db.execute<{ table_name: string; column_name: string }>(sql`
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY')`);
  expect(columns.length).toBeGreaterThan(300);
  const found: string[] = [];
  for (const { table_name, column_name } of columns) {
    const held = sql.join(
      words.map((word) => sql`position(lower(${word}) in lower(${sql.identifier(column_name)}::text)) > 0`),
      sql` or `,
    );
    const [row] = await database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from ${sql.identifier(table_name)} where ${held}`,
    );
    if ((row?.n ?? 0) > 0) found.push(`${table_name}.${column_name}`);
  }
  return found;
}

async function linkIn(template: string, id: string): Promise<URL> {
  const letter = await TEMPLATES[template]?.(deps, id);
  return new URL(/https?:\S+\/effacement\/\S+/.exec(letter?.text ?? "")?.[0] ?? "");
}

const confirm = (browser: Browser, link: URL) =>
  submitForm(
    browser,
    link.pathname + link.search,
    { limite: link.searchParams.get("limite") ?? "", cle: link.searchParams.get("cle") ?? "" },
    link.pathname,
  );

test("X5: an erased person is nowhere named but on their receipt; books stand, caps and donor stay theirs (M6)", async () => {
  const email = "zephyrine@quatrebarbes.example";
  const browser = await signIn(site, email);
  const [user] = await database.db.select().from(users).where(eq(users.email, email));
  const userId = user?.id ?? "";
  await submitForm(browser, "/compte", { name: "Zéphyrine Quatrebarbes", language: "fr" });
  await sendMessage(
    deps,
    { kind: "guest" },
    { name: "Zéphyrine Q.", email, body: "Je m’appelle Zéphyrine.", language: "fr" },
  );
  const campaign = await aCampaign(deps, "live", { goalCents: 5_000, needs: [{ label: "Écrans", quantity: 3 }] });
  const offered = {
    position: 0,
    quantity: 1,
    name: "Zéphyrine Q.",
    email,
    phone: "06 99 88 77 66",
    message: "Un écran",
  };
  await makeOffer(deps, { kind: "guest" }, { campaignId: campaign.id, language: "fr", ...offered });
  const pledgeId = await aFirmPledge(deps, campaign.id, 10_000n, { email });
  await identify(pledgeId);

  const early = await browser.get("/compte/effacement");
  expect(early.text).toContain(`/dons/${pledgeId}`);
  expect(early.text).not.toContain('name="word"');

  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, auditor);
    await sweepSettlements(deps, auditor);
    await runJobs(deps);
  }
  await sweepReceipts(deps, auditor);
  const donorId = (await thePledge(deps, pledgeId)).donorId;
  const back = await signIn(site, email);

  const seen = await back.get("/compte/mes-donnees");
  const file = await back.get("/compte/mes-donnees/fichier").buffer(true);
  for (const one of [seen.text, file.text]) {
    expect(one).toContain("Zéphyrine");
    expect(one).toContain("Puits-Sans-Fond");
    expect(one).toContain("06 99 88 77 66");
  }
  expect(Object.keys(JSON.parse(file.text))).toEqual(expect.arrayContaining(["account", "gifts", "receipts", "acts"]));

  const wrong = await submitForm(back, "/compte/effacement", { word: "oui" });
  const asked = await submitForm(back, "/compte/effacement", { word: "effacer" });
  expect([wrong.status, asked.status]).toEqual([422, 303]);
  const done = await confirm(back, await linkIn("erasure-asked", userId));
  expect([done.status, done.headers.location]).toEqual([303, "/effacement/fait"]);

  expect((await back.get("/compte")).headers.location).toContain("/connexion");
  const left = await whereItStands(email, "Zéphyrine", "Quatrebarbes", "Puits-Sans-Fond", "06 99 88 77 66");
  expect(left.toSorted()).toEqual(["receipt_identities.identity", "tax_receipts.content"]);
  expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "captured", donorId, anonymous: true });
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  const again = await aUser(database.db, { email });
  expect(await inTransaction(deps.db, (tx) => lockDonor(tx, deps, again, { userId: again.userId, email }))).toBe(
    donorId,
  );

  await forgetReceiptDonors(deps);
  expect(JSON.stringify(await database.db.select({ content: taxReceipts.content }).from(taxReceipts))).toContain(
    "Zéphyrine",
  );
  await moveClock(database, sandbox, 8 * 366 * DAY);
  expect(await forgetReceiptDonors(deps)).toBe(1);
  expect(await whereItStands("Zéphyrine", "Puits-Sans-Fond")).toEqual([]);
});

test("X5: a guest is erased by the link of a gift and a letter to their address, and by nobody else", async () => {
  const email = "invitee@sans-compte.example";
  const { id } = await aCampaign(deps, "live");
  const pledgeId = await aFirmPledge(deps, id, 2_000n, { email });
  const cle = accessToken(deps.cipher, pledgeId);
  const path = `/dons/${pledgeId}/effacement`;
  const browser = aBrowser(site.app);

  await browser.get(path).expect(404);
  expect((await browser.get(`${path}?cle=${cle}`)).text).toContain(`/dons/${pledgeId}?cle=`);
  await cancelPledge(deps, { kind: "guest" }, { pledgeId, token: cle });
  const asked = await submitForm(browser, `${path}?cle=${cle}`, { cle, word: "ERASE" }, path);
  expect([asked.status, asked.headers.location]).toEqual([303, "/effacement/envoye"]);

  const link = await linkIn("guest-erasure-asked", pledgeId);
  const forged = new URL(link);
  forged.searchParams.set("limite", String(Number(link.searchParams.get("limite")) + 1));
  await browser.get(forged.pathname + forged.search).expect(404);
  expect((await thePledge(deps, pledgeId)).email).toBe(email);

  expect((await confirm(browser, link)).status).toBe(303);
  expect((await confirm(browser, link)).status).toBe(303);
  expect(await whereItStands(email)).toEqual([]);
  expect(await TEMPLATES["guest-erasure-asked"]?.(deps, pledgeId)).toBeUndefined();
  const traces = await database.db.select().from(auditLog).where(eq(auditLog.action, "person.erase"));
  expect(traces.filter(({ subjectId }) => subjectId === pledgeId)).toHaveLength(1);
});

test("X5: whoever holds a role hands it over first; an old link is worth nothing", async () => {
  const { owner } = await aHolder(deps);
  const officer = await aUser(database.db);
  await giveRole(deps, officer.userId, "case_officer");
  const [holder, staff] = [await signIn(site, owner.email), await signIn(site, officer.email)];
  const person = await aUser(database.db);
  const link = await linkIn("erasure-asked", person.userId);

  expect((await holder.get("/compte/effacement")).text).toContain("Vous êtes seul responsable");
  expect((await staff.get("/compte/effacement")).text).toContain("administrateur");
  await moveClock(database, sandbox, DAY);
  await aBrowser(site.app)
    .get(link.pathname + link.search)
    .expect(404);
});

test("X5: of two owners who are erased at the same instant, one stays", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { organisationId, owner } = await aHolder(deps);
    const other = await aUser(database.db, { memberships: [{ organisationId, role: "owner" }] });
    await inTransaction(deps.db, (tx) =>
      tx
        .insert(organisationMembers)
        .values({ organisationId, userId: other.userId, role: "owner", joinedAt: new Date() }),
    );
    const erase = async ({ userId }: { readonly userId: string }) => {
      const subject = { kind: "compte", id: userId } as const;
      const { searchParams } = new URL(await erasureUrl(deps, subject));
      const key = { limit: searchParams.get("limite") ?? "", key: searchParams.get("cle") ?? "" };
      await erasePerson(deps, { kind: "guest" }, subject, key);
    };

    const ends = await Promise.allSettled([erase(owner), erase(other)]);

    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(ends.find(({ status }) => status === "rejected")).toMatchObject({ reason: { type: "erasure-not-yet" } });
  }
});

test("X5: the guards let an erasure through and nothing else (T1)", async () => {
  const change = (set: string) =>
    database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(`update contact_messages set ${set}`));
    });
  await sendMessage(
    deps,
    { kind: "guest" },
    { name: "Ana", email: "ana@example.org", body: "Bonjour", language: "fr" },
  );

  await expect(change("body = 'autre'")).rejects.toThrow();
  await expect(change("email = 'efface-1@efface.invalid', name = 'Léo'")).rejects.toThrow();
  await expect(change("email = 'efface-1@efface.invalid', name = '', body = 'autre'")).rejects.toThrow();
  await change("email = 'efface-1@efface.invalid', name = '', body = '…'");
});
