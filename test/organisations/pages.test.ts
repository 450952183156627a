import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { staffRoles } from "../../src/db/schema/identity.ts";
import { bankAccounts, organisations } from "../../src/db/schema/organisations.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { organisationPages } from "../../src/organisations/pages.ts";
import { signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aRna, IBANS } from "./support.ts";

const database = testDatabase();
let deps: Deps;
let web: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  web = testApp(deps, { pageRoutes: organisationPages });
});

const FORM = {
  name: "Les Essais solidaires",
  legalForm: "association",
  siret: "",
  address: "1 rue de l’Essai",
  postcode: "02120",
  town: "Guise",
};

async function anOrganisationPage() {
  const person = await aUser(database.db);
  const browser = await signIn(web, person.email);
  const answer = await submitForm(browser, "/structures/nouvelle", { ...FORM, rna: aRna() });
  return { person, browser, path: String(answer.headers.location), status: answer.status };
}

test("a person registers an organisation, adds a member and an account, and a case officer verifies it", async () => {
  const { browser, path, status } = await anOrganisationPage();
  expect(status).toBe(303);

  await submitForm(browser, `${path}/membres/nouveau`, { email: "autre@example.org", role: "member" });
  await submitForm(browser, `${path}/comptes/nouveau`, { holderName: "Les Essais", iban: IBANS[0], bic: "" });
  const shown = await browser.get(path).expect(200);
  expect(shown.text).toContain("autre@example.org");
  expect(shown.text).toContain("FR76 •••• •••• 0122");
  expect(shown.text).not.toContain("/verification");

  const officer = await aUser(database.db);
  await inTransaction(database.db, (tx) =>
    tx.insert(staffRoles).values({ userId: officer.userId, role: "case_officer", grantedAt: new Date() }),
  );
  const organisationId = path.split("/").at(-1) ?? "";
  const [account] = await database.db
    .select()
    .from(bankAccounts)
    .where(eq(bankAccounts.organisationId, organisationId));
  const staff = await signIn(web, officer.email);
  const verified = await submitForm(staff, path, {}, `${path}/comptes/${account?.id}/verification`);
  expect(verified.status).toBe(303);
  expect((await staff.get(path)).text).toContain("Vérifié");
});

test("a refused form keeps what was typed and names what is to be corrected, in the person's language", async () => {
  const { browser } = await anOrganisationPage();

  const answer = await submitForm(browser, "/structures/nouvelle", { ...FORM, siret: "434 933 123 00028", town: "" });

  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Ce SIRET n’existe pas");
  expect(answer.text).toContain('href="#town"');
  expect(answer.text).toContain('value="434 933 123 00028"');
});

test("a refused IBAN is not shown again (X7)", async () => {
  const { browser, path } = await anOrganisationPage();
  const wrong = "FR7699999000010000000100123";

  const answer = await submitForm(browser, `${path}/comptes/nouveau`, { holderName: "Les Essais", iban: wrong });

  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Cet IBAN n’est pas juste");
  expect(answer.text).toContain("Les Essais");
  expect(answer.text).not.toContain(wrong);
});

test("an organisation is edited, and its identifiers stay", async () => {
  const { browser, path } = await anOrganisationPage();
  const id = path.split("/").at(-1) ?? "";
  const [before] = await database.db.select().from(organisations).where(eq(organisations.id, id));

  const fixed = await submitForm(browser, `${path}/modification`, { ...FORM, rna: "W009999999" });
  const edited = await submitForm(browser, `${path}/modification`, { ...FORM, rna: before?.rna ?? "", name: "Neuf" });

  expect([fixed.status, edited.status]).toEqual([422, 303]);
  expect(fixed.text).toContain("Ce numéro ne peut plus être changé");
  expect((await browser.get(path)).text).toContain("Neuf");
});

test("the last owner who wants to leave is told on the page", async () => {
  const { browser, path, person } = await anOrganisationPage();

  const answer = await submitForm(browser, path, {}, `${path}/membres/${person.userId}/retrait`);

  expect(answer.status).toBe(409);
  expect(answer.text).toContain("garde au moins une personne responsable");
});

test("others' organisations do not exist, and guests are asked to sign in (X1)", async () => {
  const { path } = await anOrganisationPage();
  const stranger = await signIn(web, (await aUser(database.db)).email);

  for (const page of [path, `${path}/modification`, `${path}/membres/nouveau`, `${path}/comptes/nouveau`]) {
    expect((await stranger.get(page)).status, page).toBe(404);
  }
  expect((await stranger.get("/structures/unknown")).status).toBe(404);
  expect((await stranger.get("/structures").expect(200)).text).toContain("Vous ne faites partie d’aucune structure");
});
