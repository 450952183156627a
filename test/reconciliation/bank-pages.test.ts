import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { differences } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import type { StaffRole } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
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
const statement = (amountCents: bigint, openingCents: bigint, bankDate: string) =>
  bankStatement(
    { name: "Fonds de test", iban: deps.bankAccount.iban },
    {
      bankDate,
      openingCents,
      incomingTransfers: [
        { amountCents, debtorName: "Mairie de Guéret", debtorIban: "BE68539007547034", remittance: "Don" },
      ],
    },
  );

test("R2: on pages, a paymaster pastes a statement and explains its unknown line, an authoriser closes it", async () => {
  const [paymaster, authoriser] = [await browserOf("paymaster"), await browserOf("authoriser")];

  const { text } = await paymaster.get("/releves").expect(200);
  const token = /name="_token" value="([^"]+)"/.exec(text)?.[1] ?? "";
  await paymaster
    .post("/releves")
    .field("_token", token)
    .field("statementText", statement(12_300n, 0n, "2027-03-10"))
    .expect(200);
  const queue = await paymaster.get("/a-decider").expect(200);
  const path = /href="(\/ecarts\/[0-9a-f-]+)"/.exec(queue.text)?.[1] ?? expect.fail("no difference in the queue");
  const explained = await submitForm(
    paymaster,
    path,
    { reason: "Don de la mairie, sans référence", resolution: "account:fund:general" },
    `${path}/explication`,
  );
  const closed = await submitForm(authoriser, path, { resolution: "account:fund:general" }, `${path}/cloture`);

  expect([explained.status, closed.status]).toEqual([303, 303]);
  expect(await balanceOf(deps.db, deps.fundId, accounts.general)).toBe(12_300n);
  expect((await paymaster.get("/ecarts")).text).toContain("Aucun écart ouvert");
  await booksHold(deps);
});

test("R1: a statement that is refused says why on the page, with both figures, and keeps nothing", async () => {
  const paymaster = await browserOf("paymaster");
  const { text } = await paymaster.get("/releves").expect(200);
  const token = /name="_token" value="([^"]+)"/.exec(text)?.[1] ?? "";
  const broken = statement(500n, 0n, "2027-03-11").replace(/<Amt Ccy="EUR">5\.00<\/Amt>/, '<Amt Ccy="EUR">6.00</Amt>');

  const answer = await paymaster.post("/releves").field("_token", token).field("statementText", broken);

  expect(answer.status).toBe(422);
  expect(answer.text).toContain("Rien n’a été importé");
});

test("R3: over the API the same statement, with the same key or another, changes nothing the second time", async () => {
  const paymaster = await browserOf("paymaster");
  const send = (key: string) =>
    paymaster
      .post("/api/v1/bank-statements")
      .set("Content-Type", "application/xml")
      .set("Idempotency-Key", key)
      .set("Origin", deps.baseUrl)
      .send(statement(700n, 12_300n, "2027-03-12"));

  const [first, replayed, again] = [
    await send("statement-of-12-march"),
    await send("statement-of-12-march"),
    await send("the-same-by-hand"),
  ];

  expect(first.status).toBe(201);
  expect(replayed.body).toEqual(first.body);
  expect(again.body.statements).toMatchObject([{ isNew: false, linesNew: 0 }]);
  const rows = await deps.db
    .select()
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), eq(differences.amountCents, 700n)));
  expect(rows).toHaveLength(1);
});
