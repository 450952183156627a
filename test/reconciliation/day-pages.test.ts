import { beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import type { StaffRole } from "../../src/domain/actor.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { formToken, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { apiRoutes, pageRoutes });
});

const browserOf = async (role: StaffRole) => signIn(site, (await aStaffMember(deps, role)).email);

const DAY = "2026-03-10";

test("R4: on pages, a day says what is missing, leads to its difference, and is closed by another paymaster once explained", async () => {
  const transfer = { amountCents: 12_300n, debtorName: "Mairie", debtorIban: "BE68539007547034", remittance: "Don" };
  const xml = bankStatement(
    { name: "Fonds de test", iban: deps.bankAccount.iban },
    { bankDate: DAY, openingCents: 0n, incomingTransfers: [transfer] },
  );
  await importBankStatement(deps, await aStaffMember(deps, "paymaster"), { xml });
  const [first, second] = [await browserOf("paymaster"), await browserOf("paymaster")];
  const path = `/journees/${DAY}`;

  const { text } = await first.get(path).expect(200);
  const refused = await submitForm(first, path, {}, `${path}/arrete`);
  const difference = /href="(\/ecarts\/[0-9a-f-]+)"/.exec(text)?.[1] ?? expect.fail("the page shows no difference");
  const answer = { reason: "Don de la mairie", resolution: "account:fund:general" };
  await submitForm(first, difference, answer, `${difference}/explication`);
  const closed = await submitForm(second, path, {}, `${path}/arrete`);

  expect(text).toContain("Pour arrêter la journée, il manque");
  expect(refused.status).toBe(409);
  expect(refused.text).toMatch(/Écarts de la journée que personne n’a expliqués\s: 1\./);
  expect(closed.status).toBe(303);
  expect((await second.get(path)).text).toContain("Journée arrêtée");
  await booksHold(deps);
});

test("R4: over the API, a closed day answers the figures it was closed with, and is closed once", async () => {
  const paymaster = await browserOf("paymaster");

  const read = await paymaster.get(`/api/v1/reconciliation-days/${DAY}`).expect(200);
  const again = await paymaster.post(`/api/v1/reconciliation-days/${DAY}/closure`).set("Origin", deps.baseUrl).send({});
  const list = await paymaster.get("/api/v1/reconciliation-days").expect(200);

  expect(read.body).toMatchObject({
    day: DAY,
    bank: { firstCents: 12_300, secondCents: 12_300, gapCents: 0, statementClosingCents: 12_300 },
    differences: [{ kind: "bank-line", state: "explained" }],
    closing: { closedBy: expect.stringContaining("user:") },
    lateEntries: [],
    refusals: [{ kind: "closed-already" }],
  });
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({ type: expect.stringContaining("day-closed") });
  expect(list.body.items).toHaveLength(31);
});

test("X1: an auditor reads the days and finds no button; a day that does not exist is not found", async () => {
  const auditor = await browserOf("auditor");

  const list = await auditor.get("/journees").expect(200);
  const day = await auditor.get("/journees/2026-03-11").expect(200);
  const refused = await auditor
    .post(`/journees/2026-03-11/arrete`)
    .type("form")
    .send({ _token: formToken((await auditor.get("/compte")).text) });

  expect(list.text).toContain('href="/journees/');
  expect(day.text).not.toContain("/arrete");
  expect(refused.status).toBe(403);
  await auditor.get("/journees/2026-02-30").expect(404);
});
