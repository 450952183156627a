import { beforeAll, describe, expect, test } from "vitest";
import { auditLog, journalEntries } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { formTokenOf } from "../../src/http/form-token.ts";
import type { PageRoute } from "../../src/http/page-kit.tsx";
import { problemPages } from "../../src/http/problem-pages.tsx";
import { createAuth } from "../../src/identity/auth.ts";
import { identityPages } from "../../src/identity/pages.ts";
import { pageRoutes } from "../../src/routes.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { VISITORS, type Visitor } from "./cast.ts";
import { FORMS_FOR_ONESELF, FORMS_WITHOUT_ID, PAGES, QUESTION_FORMS, RESERVED_FORMS } from "./page-table.ts";
import { filled, serveForFile } from "./send.ts";
import { nobody, outcomeFor, outcomeOf } from "./who.ts";
import { aWorld, type World } from "./world.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let world: World;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  world = await aWorld(database, deps);
});
const service = serveForFile(() => testApp(deps, { pageRoutes, formOrigins: [sandbox.sandbox.url] }).app);

/** Only their addresses are read here; the app makes its own. */
const routesOfPeople = () =>
  identityPages(
    createAuth(deps.db, {
      secret: "a session secret only tests know, long enough",
      baseUrl: deps.baseUrl,
      secure: false,
      fundName: "Fonds de test",
      sendLink: async () => {},
    }),
    [],
  );
const everyRoute = (): readonly PageRoute[] => [...pageRoutes, ...routesOfPeople(), ...problemPages];
const pathsOf = (method: PageRoute["method"]) =>
  everyRoute()
    .filter((route) => route.method === method)
    .map((route) => route.path)
    .toSorted();
const accessOf = (path: string, method: PageRoute["method"]) =>
  everyRoute().find((route) => route.path === path && route.method === method)?.access ?? "public";

const ID_OF = {
  dons: "pledgeId",
  remboursements: "refundId",
  "demandes-de-remboursement": "requestId",
  demandes: "applicationId",
  partenaires: "agreementId",
  subventions: "grantId",
  tranches: "instalmentId",
  versements: "disbursementId",
  virements: "paymentFileId",
  releves: "statementId",
  ecarts: "differenceId",
  "regles-de-securite": "changeId",
  effacement: "pledgeId",
} as const;

/** Things that only a campaign which donors have seen has. */
const OF_LIVE_CAMPAIGN = /:(updateId|questionId|offerId)/;

/** The address of a page; in some, `:id` is of what the first word says. */
function addressOf(path: string): string {
  const [, first = ""] = path.split("/");
  const name = Object.entries(ID_OF).find(([word]) => word === first)?.[1];
  return filled(path, {
    ...world.ids,
    type: "not-found",
    token: "never-signed",
    kind: "compte",
    ...(name !== undefined && { id: world.ids[name] ?? "" }),
    ...(OF_LIVE_CAMPAIGN.test(path) && { campaignId: world.live.id }),
  });
}

const MARK = "a".repeat(22);

async function visit(method: "GET" | "POST", path: string, visitor: Visitor) {
  const answer = await fetch(service.origin + addressOf(path), {
    method,
    redirect: "manual",
    headers: { ...world.headersOf(visitor), cookie: `visit=${MARK}` },
    ...(method === "POST" && { body: new URLSearchParams({ _token: formTokenOf(deps.cipher, MARK) }) }),
  });
  return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
}

async function traces() {
  return { audit: await deps.db.$count(auditLog), journal: await deps.db.$count(journalEntries) };
}

test("every page stands in the table, and nothing else does", () => {
  expect(Object.keys(PAGES).toSorted()).toEqual(pathsOf("get"));
});

describe("X1: a page is shown to whom it concerns", () => {
  test.each(Object.entries(PAGES))("%s", async (path, who) => {
    const access = accessOf(path, "get");

    for (const visitor of VISITORS) {
      const expected = outcomeFor(who, visitor, access);
      const { status, location } = await visit("GET", path, visitor);
      if (expected === 401) {
        const back = `/connexion?retour=${encodeURIComponent(addressOf(path))}`;
        expect({ visitor, status, location }).toEqual({ visitor, status: 303, location: back });
      } else {
        expect({ visitor, outcome: outcomeOf(status) }).toEqual({ visitor, outcome: expected });
      }
    }
  });
});

const forms = pageRoutes.filter((route) => route.method === "post").map((route) => ({ path: route.path }));

describe("X1: a form of others does not exist for strangers, whatever they send", () => {
  test.each(forms)("$path", async ({ path }) => {
    if (FORMS_FOR_ONESELF.has(path)) return;
    const before = await traces();

    for (const visitor of ["guest", "donor", "outsider"] as const) {
      if (path.startsWith("/dons/") && visitor === "donor") continue;
      const { status } = await visit("POST", path, visitor);
      expect({ visitor, outcome: outcomeOf(status) }).toEqual({ visitor, outcome: expectedOf(path, visitor) });
    }

    expect(await traces()).toEqual(before);
  });

  function expectedOf(path: string, visitor: Visitor) {
    const access = accessOf(path, "post");
    if (RESERVED_FORMS.has(path) && visitor !== "guest") return 403;
    return outcomeFor(FORMS_WITHOUT_ID[path] ?? nobody, visitor, access);
  }
});

describe("X1: an auditor's forms change nothing", () => {
  test.each(forms)("$path", ({ path }) => refused(path));

  test("those about accounts", async () => {
    const known = new Set(forms.map(({ path }) => path));
    for (const path of pathsOf("post").filter((one) => !known.has(one))) await refused(path);
  });

  async function refused(path: string): Promise<void> {
    if (FORMS_FOR_ONESELF.has(path)) return;
    const before = await traces();
    const { status } = await visit("POST", path, "auditor");
    const refusals = QUESTION_FORMS.has(path) ? [303] : [403, 404, 409, 422];
    expect({ path, refused: refusals.includes(status) }).toEqual({ path, refused: true });
    expect(await traces()).toEqual(before);
  }
});

test("a program's token, which has no session, cannot set up a second factor: 401, no failure of ours", async () => {
  expect((await visit("POST", "/compte/securite/inscription", "donor")).status).toBe(401);
});

test("a live campaign's form is not its visitors': strangers 404, staff 403", async () => {
  const statusFor = async (visitor: Visitor) => {
    const path = `/mes-collectes/${world.live.id}/modification`;
    return (await fetch(service.origin + path, { headers: world.headersOf(visitor) })).status;
  };

  expect(await statusFor("outsider")).toBe(404);
  expect(await statusFor("donor")).toBe(404);
  expect(await statusFor("administrator")).toBe(403);
  expect(await statusFor("owner")).toBe(200);
});
