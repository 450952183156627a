import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { createApiToken } from "../../src/identity/create-api-token.ts";
import { organisationApi } from "../../src/organisations/api.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aRna, IBANS } from "./support.ts";

const database = testDatabase();
let deps: Deps;
let app: ReturnType<typeof testApp>["app"];

beforeAll(async () => {
  deps = await testDeps(database.db);
  app = testApp(deps, { apiRoutes: organisationApi }).app;
});

let keys = 0;

async function aClient() {
  const person = await aUser(database.db);
  const { text: token } = await createApiToken(deps, person, { name: "essai", days: 30 });
  const send = (method: "get" | "post" | "put" | "delete", path: string, body?: object) => {
    keys += 1;
    const call = request(app)
      [method](`/api/v1${path}`)
      .set("authorization", `Bearer ${token}`)
      .set("idempotency-key", `organisation-call-${keys}`);
    return body === undefined ? call : call.send(body);
  };
  return { person, send };
}

const BODY = { name: "Les Essais", legalForm: "association", address: "1 rue", postcode: "02120", town: "Guise" };

test("a program registers an organisation, adds people and an account, and reads no IBAN back", async () => {
  const { send, person } = await aClient();

  const { body: created } = await send("post", "/organisations", { ...BODY, rna: aRna() }).expect(201);
  const path = `/organisations/${created.id}`;
  await send("post", `${path}/members`, { email: "membre@example.org", role: "member" }).expect(201);
  await send("post", `${path}/bank-accounts`, { holderName: "Les Essais", iban: IBANS[0] }).expect(201);
  const { body, text } = await send("get", path).expect(200);

  expect(body.members.map((one: { email: string }) => one.email)).toEqual([person.email, "membre@example.org"]);
  expect(body.bankAccounts).toMatchObject([{ iban: "FR76 •••• •••• 0122", state: "pending" }]);
  expect(text).not.toContain(IBANS[0]);
  expect(text).not.toMatch(/cipher|fingerprint/i);
});

test("wrong fields are a problem that names each of them in both languages", async () => {
  const { send } = await aClient();

  const { body } = await send("post", "/organisations", { ...BODY, siret: "123", postcode: "x" }).expect(422);

  expect(body.type).toContain("invalid-input");
  expect(JSON.stringify(body)).toContain("Ce SIRET n’existe pas");
  expect(JSON.stringify(body)).toContain("five digits");
});

test("other people's organisations answer 404 to every call (X1)", async () => {
  const { send } = await aClient();
  const stranger = await aClient();
  const { body: created } = await send("post", "/organisations", { ...BODY, rna: aRna() }).expect(201);
  const path = `/organisations/${created.id}`;
  const someone = stranger.person.userId;

  await stranger.send("get", path).expect(404);
  await stranger.send("put", path, { ...BODY, rna: aRna() }).expect(404);
  await stranger.send("post", `${path}/members`, { email: "x@example.org", role: "owner" }).expect(404);
  await stranger.send("delete", `${path}/members/${someone}`).expect(404);
  await stranger.send("post", `${path}/bank-accounts`, { holderName: "X", iban: IBANS[0] }).expect(404);
  await stranger.send("post", `${path}/bank-accounts/${someone}/verification`).expect(404);
  await stranger.send("get", "/organisations/not-an-id").expect(404);
});
