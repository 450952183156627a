import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { auditLog, journalEntries } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import type { ApiRoute } from "../../src/http/api-kit.ts";
import { apiRoutes } from "../../src/routes.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { API, FOR_ONESELF, QUESTIONS } from "./api-table.ts";
import { bodiesOf } from "./bodies.ts";
import { VISITORS, type Visitor } from "./cast.ts";
import { ask, nameOf, serveForFile } from "./send.ts";
import { nobody, outcomeFor, outcomeOf } from "./who.ts";
import { aWorld, type World } from "./world.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let world: World;
let bodies: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  world = await aWorld(database, deps);
  bodies = await bodiesOf(deps, world);
});
const service = serveForFile(() => testApp(deps, { apiRoutes, formOrigins: [sandbox.sandbox.url] }).app);

const QUERIES: Readonly<Record<string, () => string>> = {
  "GET /dedicated-funds": () => "?year=2027",
  "GET /rules": () => `?potId=${world.ids.potId}`,
  "GET /agreements/{agreementId}/comparison": () => "?from=1&to=1",
  "POST /agreements/{agreementId}/deliveries/{deliveryId}/evidence": () => "?filename=preuve.pdf",
  "POST /instalments/{instalmentId}/files": () => "?filename=preuve.pdf",
  "POST /grants/{grantId}/spending-report/files": () => "?filename=facture.pdf",
  "GET /campaigns/{campaignId}/quote": () => "?amountCents=1000",
  "GET /campaigns/{campaignId}/change-preview": () => "?goalCents=200000&deadlineOn=2030-01-01",
  "GET /pledges/{pledgeId}/refund-preview": () => "?giftCents=100",
  "GET /pledges/{pledgeId}/holder-refund-preview": () => "?giftCents=100",
};

const asking = (route: ApiRoute, visitor: Visitor, ids = world.ids) =>
  ask(service.origin, route, {
    ids,
    headers: world.headersOf(visitor),
    body: bodies[nameOf(route)],
    query: QUERIES[nameOf(route)]?.() ?? "",
  });

const whoOf = (route: ApiRoute) => API[nameOf(route)] ?? nobody;
const named = apiRoutes.map((route) => ({ name: nameOf(route), route }));
const isWrite = (route: ApiRoute) => route.method !== "GET";

async function traces() {
  return { audit: await deps.db.$count(auditLog), journal: await deps.db.$count(journalEntries) };
}

test("every route of the API stands in the table, and nothing else does", () => {
  expect(Object.keys(API).toSorted()).toEqual(apiRoutes.map(nameOf).toSorted());
});

describe("X1: who may not is refused, and nothing of it stays", () => {
  test.each(named)("$name", async ({ route }) => {
    const before = await traces();

    for (const visitor of VISITORS) {
      const expected = outcomeFor(whoOf(route), visitor, route.access);
      if (expected === "passes") continue;
      const answer = await asking(route, visitor);
      expect({ visitor, status: answer.status }).toEqual({ visitor, status: expected });
      expect(JSON.parse(answer.text)).toMatchObject({ status: expected, errors: [] });
    }

    expect(await traces()).toEqual(before);
  });
});

describe("X1: a stranger cannot tell what exists from what does not", () => {
  const addressed = named.filter(({ route }) => /\{\w+Id\}/.test(route.path));

  test.each(addressed)("$name", async ({ route }) => {
    const unknown = new Proxy(world.ids, {
      get: (ids, name) => (String(name).endsWith("Id") ? uuidv7() : Reflect.get(ids, name)),
    });

    for (const visitor of ["guest", "donor", "outsider"] as const) {
      if (outcomeFor(whoOf(route), visitor, route.access) === "passes") continue;
      const [known, invented] = [await asking(route, visitor), await asking(route, visitor, unknown)];
      expect({ visitor, answer: invented }).toEqual({ visitor, answer: known });
    }
  });
});

describe("X1: a list shows a stranger nothing of others", () => {
  const lists = named.filter(({ route }) => !isWrite(route) && route.access === "signed-in");

  test.each(lists)("$name", async ({ route }) => {
    const {
      code: _,
      day: __,
      role: ___,
      placeId: ____,
      pledgeId: _____,
      version: ______,
      month: _______,
      mois: ________,
      annee: _________,
      ...others
    } = world.ids;

    for (const visitor of ["donor", "outsider"] as const) {
      const { text } = await asking(route, visitor);
      for (const id of Object.values(others)) expect(text).not.toContain(id);
    }
  });
});

describe("an auditor reads everything and changes nothing", () => {
  test.each(named.filter(({ route }) => isWrite(route)))("$name", async ({ name, route }) => {
    if (FOR_ONESELF.has(name)) return;
    const before = await traces();

    const { status } = await asking(route, "auditor");

    expect(QUESTIONS.has(name) ? [200] : [403, 404, 409, 422]).toContain(status);
    expect(await traces()).toEqual(before);
  });

  test.each(named.filter(({ route }) => !isWrite(route)))("$name", async ({ name, route }) => {
    // A draft has no quote, and nothing of it changes with notice; of a refund staff have their own preview.
    const otherwise: Readonly<Record<string, number>> = {
      "GET /payment-files/{paymentFileId}/content": 404,
      "GET /campaigns/{campaignId}/quote": 404,
      "GET /campaigns/{campaignId}/change-preview": 409,
      "GET /pledges/{pledgeId}/holder-refund-preview": 403,
    };

    const { status } = await asking(route, "auditor");

    expect(status).toBe(otherwise[name] ?? 200);
  });
});

// Last, since these change the world.
describe("X1: who may is let through", () => {
  test.each(named)("$name", async ({ route }) => {
    for (const visitor of VISITORS) {
      if (outcomeFor(whoOf(route), visitor, route.access) !== "passes") continue;
      const { status, text } = await asking(route, visitor);
      expect({ visitor, outcome: outcomeOf(status), text }).toEqual({ visitor, outcome: "passes", text });
    }
  });
});
