import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { bankStatements, differences, matchingPots } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { readDifference } from "../../src/reconciliation/read-difference.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aGrant, anOrder, aStaffMember, booksHold } from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";

const database = testDatabase();
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  paymaster = await aStaffMember(deps, "paymaster");
});

/** A credit as a partner's bank sends it; answers the difference it opened. */
async function aCredit(amountCents: bigint, debtorName: string, remittance: string) {
  const xml = bankStatement(
    { name: "Fonds de test", iban: deps.bankAccount.iban },
    {
      bankDate: "2027-03-10",
      openingCents: 0n,
      incomingTransfers: [{ amountCents, debtorName, debtorIban: "BE68539007547034", remittance }],
    },
  );
  await importBankStatement(deps, paymaster, { xml });
  const [row] = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  return row?.id ?? expect.fail("no difference");
}

const suggested = async (differenceId: string) => (await readDifference(deps, paymaster, differenceId)).suggestions;

test("R3: a transfer with its reference miswritten stays in suspense, and its pot is proposed first, with why", async () => {
  const [meant, other] = [await aMatchingPot(deps, 0n), await aMatchingPot(deps, 0n)];
  const reference = `RF${meant.potId}`;

  const id = await aCredit(
    8_000n,
    "FONDATION DES LUCIOLES",
    `${reference.slice(0, -1)} ${reference.at(-1) === "0" ? "7" : "0"}`,
  );

  expect(await suggested(id)).toEqual([
    { resolution: `pot:${meant.potId}`, signs: ["reference-near", "name"] },
    { resolution: `pot:${other.potId}`, signs: ["name"] },
  ]);
  const pots = await deps.db.select().from(matchingPots).where(eq(matchingPots.fundId, deps.fundId));
  expect(pots.map(({ fundedCents }) => fundedCents)).toEqual([0n, 0n]);
  await booksHold(deps);
});

test("R2: a payment that came back without its reference is known by its amount", async () => {
  const grant = await aGrant(database, deps);
  const { disbursementId } = await anOrder(deps, grant, 40_000n);
  await createPaymentFile(deps, paymaster);

  const id = await aCredit(40_000n, "Banque", "RETOUR VIREMENT");

  expect(await suggested(id)).toEqual([{ resolution: `disbursement:${disbursementId}`, signs: ["amount"] }]);
});

test("R2: on the page one click fills in the form, nothing moves, and a line of nobody says so", async () => {
  const { potId } = await aMatchingPot(deps, 0n);
  const id = await aCredit(8_000n, "Fondation LUCIOLES", "Dotation");
  const browser = await signIn(testApp(deps, { apiRoutes, pageRoutes }), paymaster.email);

  const page = await browser.get(`/ecarts/${id}`).expect(200);
  const href = /href="(\/ecarts\/[^"]+choix=[^"#]+)#explication"/.exec(page.text)?.[1] ?? expect.fail("no suggestion");
  const [statement] = await deps.db.select().from(bankStatements).where(eq(bankStatements.fundId, deps.fundId));
  const lines = await browser.get(`/releves/${statement?.id}`).expect(200);
  const filled = await browser.get(href).expect(200);
  const invented = await browser.get(`/ecarts/${id}?choix=account:losses`).expect(200);
  const sent = await submitForm(
    browser,
    href,
    { reason: "Vu avec eux", resolution: `pot:${potId}` },
    `/ecarts/${id}/explication`,
  );

  expect(lines.text).toContain(`href="/ecarts/${id}"`);
  expect(page.text).toContain("le nom est le même");
  expect(filled.text).toContain(`<option value="pot:${potId}" selected>`);
  expect(filled.text).toContain("Reconnu sur la ligne du relevé (Fondation LUCIOLES)");
  expect(invented.text).not.toContain(" selected>");
  expect(sent.status).toBe(303);
  expect((await browser.get(`/ecarts/${id}`)).text).toContain("Vu avec eux");
});

test("R2: where nothing on a line points anywhere, the page says so", async () => {
  const id = await aCredit(1_234n, "Camille Inconnue", "Bonjour");
  const browser = await signIn(testApp(deps, { apiRoutes, pageRoutes }), paymaster.email);

  expect((await browser.get(`/ecarts/${id}`)).text).toContain("Rien sur cette ligne ne désigne");
});
