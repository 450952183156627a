import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { potStripeAccounts } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { sweepPotCash } from "../../src/pots/sweep-pot-cash.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { type Browser, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";
import { dayFromNow } from "../support/partners.ts";
import { aPot, promise, type TestPot } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let service: TestApp;
let pot: TestPot;
let own: string;
let owner: Browser;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  service = testApp(deps, { apiRoutes, pageRoutes });
  pot = await aPot(deps, 100_000n);
  await promise(deps, pot.potId, 300_000n);
  own = `/partenaires/${pot.agreementId}/enveloppes/${pot.potId}`;
  owner = await signIn(service, pot.owner.email);
});

const as = async (role: "authoriser" | "paymaster") => signIn(service, (await aStaffMember(deps, role)).email);
const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/[\s  ]+/g, " ");
const shown = async (browser: Browser, path = own) => words((await browser.get(path).expect(200)).text);

test("D3, M2: the owner asks, two people approve, on pages alone; a refused amount comes back as it was typed", async () => {
  const refused = await submitForm(owner, `${own}/retraits/nouveau`, { amountCents: "2 000", reason: "Fin" });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('value="2 000"');
  expect(words(refused.text)).toContain("n’a plus que 1 000 € de disponible");

  const asked = await submitForm(owner, `${own}/retraits/nouveau`, {
    amountCents: "250,50",
    reason: "Fin du programme",
  });
  const page = asked.headers.location ?? "";
  expect(await shown(owner)).toMatch(/Reste disponible 749,50 €.*Retrait en cours 250,50 €/);
  const hash = /name="contentHash" value="([0-9a-f]{64})"/;
  for (const [role, step] of [
    ["authoriser", "autorisation"],
    ["paymaster", "ordre"],
  ] as const) {
    const person = await as(role);
    const { text } = await person.get(page).expect(200);
    const done = await submitForm(person, page, { contentHash: hash.exec(text)?.[1] ?? "" }, `${page}/${step}`);
    expect(done.status).toBe(303);
  }

  expect(await shown(owner, page)).toMatch(/Retrait ordonné/);
  expect(await shown(await as("paymaster"), "/virements")).toContain("Fin du programme");
  await booksHold(deps);
});

test("M9: the paymaster calls money; the partner reads how to pay, with the reference, and takes nothing for granted", async () => {
  const paymaster = await as("paymaster");
  const tooMuch = { amountCents: "2 000,01", dueOn: await dayFromNow(deps, 20) };
  const refused = await submitForm(paymaster, `${own}/appels/nouveau`, tooMuch);
  expect(words(refused.text)).toContain("Il reste 2 000 € à appeler");

  const call = { ...tooMuch, amountCents: "2 000", note: "Comme convenu" };
  const sent = await submitForm(paymaster, `${own}/appels/nouveau`, call);
  const page = sent.headers.location ?? "";

  const text = await shown(owner, page);
  expect(text).toMatch(/Appel de fonds AF-20\d\d-0001 en attente/);
  expect(text).toContain("Comme convenu");
  expect(text.replaceAll(" ", "")).toContain(pot.fundingReference);
  expect(text.replaceAll(" ", "")).toContain(deps.bankAccount.iban);
  expect(await shown(owner)).toContain("sous réserve de réception 2 000 €");
  const cancelled = await submitForm(paymaster, page, { reason: "Erreur" }, `${page}/annulation`);
  expect(cancelled.status).toBe(303);
  expect(await shown(owner, page)).toMatch(/AF-20\d\d-0001 annulé/);
});

test("a due date is planned and dropped on pages", async () => {
  const paymaster = await as("paymaster");
  const day = await dayFromNow(deps, 20);

  const refused = await submitForm(paymaster, `${own}/echeances/nouvelle`, {
    amountCents: "500",
    issueOn: await dayFromNow(deps, 21),
    dueOn: day,
  });
  expect(refused.status).toBe(422);
  await submitForm(paymaster, `${own}/echeances/nouvelle`, { amountCents: "500", issueOn: day, dueOn: day });
  const { text } = await paymaster.get(own).expect(200);
  const drop = /action="([^"]+\/suppression)"/.exec(text)?.[1] ?? "";
  expect(words(text)).toContain("Échéances à venir");
  await submitForm(paymaster, own, {}, drop);

  expect(await shown(paymaster)).not.toContain("Échéances à venir");
});

test("S3: the partner opens an IBAN of the pot's own, and sees its transfer once it arrived", async () => {
  await submitForm(owner, own, {}, `${own}/compte-stripe`);
  const [account] = await deps.db.select().from(potStripeAccounts).where(eq(potStripeAccounts.potId, pot.potId));
  const iban = deps.cipher.decrypt(account?.ibanCiphertext ?? "");
  expect((await shown(owner)).replaceAll(" ", "")).toContain(iban);

  await sandbox.controls.receiveTransfer(account?.customerId ?? "", 12_345);
  await sweepPotCash(deps);

  expect(await shown(owner)).toMatch(/Stripe 123,45 €/);
  await booksHold(deps);
});

test("an agreement that is over with money left: the page proposes to take all of it back", async () => {
  expect(await shown(owner)).not.toContain("L’accord est terminé");
  await moveClock(database, undefined, 200 * DAY);
  const later = await signIn(service, pot.owner.email);

  const { text } = await later.get(own).expect(200);
  const proposed = /href="([^"]+solde=oui)"/.exec(text)?.[1] ?? "";

  expect(words(text)).toContain("L’accord est terminé");
  expect((await later.get(proposed).expect(200)).text).toMatch(/name="amountCents"[^>]*value="1000"/);
});

test("M2: the pot at a past instant, and everything that happened to it", async () => {
  await submitForm(owner, `${own}/retraits/nouveau`, { amountCents: "100", reason: "Fin" });

  const history = await shown(owner, `${own}/historique?le=2100-01-01T00:00`);
  const early = await shown(owner, `${own}/historique?le=2001-01-01T00:00`);

  expect(history).toMatch(/Reste disponible 900 €/);
  expect(history).toMatch(/Retrait demandé.*Somme reçue/);
  expect(early).toMatch(/Reste disponible 0 €/);
  const wrong = await owner.get(`${own}/historique?le=hier`);
  expect(wrong.status).toBe(422);
  expect(words(wrong.text)).toContain("Choisissez un jour et une heure.");
});

test("X1: a pot under another agreement's address, or another pot's withdrawal, is a page that does not exist", async () => {
  const other = await aPot(deps, 50_000n);
  const asked = await submitForm(owner, `${own}/retraits/nouveau`, { amountCents: "100", reason: "Fin" });
  const paymaster = await as("paymaster");
  const elsewhere = (asked.headers.location ?? "")
    .replace(pot.potId, other.potId)
    .replace(pot.agreementId, other.agreementId);

  await paymaster.get(`/partenaires/${other.agreementId}/enveloppes/${pot.potId}`).expect(404);
  await paymaster.get(elsewhere).expect(404);
  await owner.get(`/partenaires/${other.agreementId}/enveloppes/${other.potId}`).expect(404);
});
