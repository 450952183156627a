import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { formTokenOf } from "../../src/http/form-token.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { bodiesOf } from "../access/bodies.ts";
import type { Visitor } from "../access/cast.ts";
import { filled, serveForFile } from "../access/send.ts";
import { aWorld, type World } from "../access/world.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { BROKEN_BODIES, mutations } from "./hostile-values.ts";

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
const service = serveForFile(() => testApp(deps, { apiRoutes, pageRoutes, formOrigins: [sandbox.sandbox.url] }).app);

/** The main routes that write, each as someone who may. */
const ROUTES: readonly (readonly [string, Visitor])[] = [
  ["POST /organisations", "donor"],
  ["POST /organisations/{organisationId}/bank-accounts", "owner"],
  ["POST /projects", "owner"],
  ["PUT /projects/{projectId}", "owner"],
  ["POST /campaigns", "owner"],
  ["POST /campaigns/{campaignId}/pledges", "guest"],
  ["POST /grants/{grantId}/disbursements", "owner"],
  ["POST /agreements", "administrator"],
  ["POST /pots", "administrator"],
  ["POST /rules", "administrator"],
  ["POST /pots/{potId}/fundings", "paymaster"],
  ["POST /differences/{differenceId}/explanation", "paymaster"],
  ["POST /staff", "administrator"],
  ["PATCH /me", "donor"],
];

let keys = 0;

async function send(name: string, visitor: Visitor, body: string | Uint8Array) {
  const [method = "", path = ""] = name.split(" ");
  keys += 1;
  const ids = { ...world.ids, campaignId: world.live.id };
  const answer = await fetch(`${service.origin}/api/v1${filled(path, ids)}`, {
    method,
    headers: {
      ...world.headersOf(visitor),
      "content-type": "application/json",
      "idempotency-key": `hostile-${keys}`,
    },
    body: typeof body === "string" ? body : Buffer.from(body),
  });
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
}

/** Rows of every table, but for kept answers and the note that a token was used. */
async function rows(): Promise<Readonly<Record<string, number>>> {
  const tables = await database.owner.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'idempotency_keys' order by 1`,
  );
  const counted = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await database.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from ${sql.identifier(name)}`,
    );
    counted.set(name, row?.n ?? 0);
  }
  return Object.fromEntries(counted);
}

describe("a value that is not one is refused with the field's name, and nothing stays", { timeout: 120_000 }, () => {
  test.each(ROUTES)("%s", async (name, visitor) => {
    const before = await rows();

    for (const { field, what, body } of mutations(bodies[name])) {
      const { status, type, text } = await send(name, visitor, JSON.stringify(body));
      const about = `${field} with ${what}`;
      expect({ about, status, text }).toEqual({ about, status: 422, text });
      expect(type).toContain("application/problem+json");
      const { errors } = JSON.parse(text) as { errors: { field: string }[] };
      expect({ about, named: errors.map((one) => one.field).join() }).toEqual({
        about,
        named: expect.stringContaining(field),
      });
    }

    expect(await rows()).toEqual(before);
  });
});

describe("a body that is no request is refused as a problem, and nothing stays", () => {
  test.each(ROUTES)("%s", async (name, visitor) => {
    const before = await rows();

    for (const [what, body] of Object.entries(BROKEN_BODIES)) {
      const { status, type, text } = await send(name, visitor, body);
      expect({ what, isRefused: status >= 400 && status < 500, text }).toEqual({ what, isRefused: true, text });
      expect(type).toContain("application/problem+json");
    }

    expect(await rows()).toEqual(before);
  });
});

test.each([
  "limit=0",
  "limit=-1",
  "limit=1e9",
  "limit=99999999999999999999",
  "limit=x",
  "limit=1&limit=2",
  "cursor=x.y",
  "cursor=%00",
  "cursor=%ed%a0%80",
  "q=%00",
])("a list asked for ?%s is refused", async (query) => {
  const answer = await fetch(`${service.origin}/api/v1/places?${query}`);

  expect({ status: answer.status, type: answer.headers.get("content-type") }).toEqual({
    status: 422,
    type: expect.stringContaining("application/problem+json"),
  });
});

test("HTML and SQL in every text are kept as typed and shown as text", async () => {
  const evil = `<img src=x onerror=alert(1)>"'); drop table pledges; --`;
  const withEvil = (body: unknown): Record<string, unknown> =>
    JSON.parse(JSON.stringify(body), (key, value) =>
      ["title", "summary", "description", "label", "pitch"].includes(key) ? `${key} ${evil}` : value,
    );

  const project = await send("POST /projects", "owner", JSON.stringify(withEvil(bodies["POST /projects"])));
  const { id: projectId } = JSON.parse(project.text);
  const body = {
    ...withEvil(bodies["POST /campaigns"]),
    projectId,
    rewards: [{ title: evil, thresholdCents: 1_000, fairValueCents: 0 }],
  };
  const campaign = await send("POST /campaigns", "owner", JSON.stringify(body));
  const gift = { ...Object(bodies["POST /campaigns/{campaignId}/pledges"]), displayName: evil };
  const pledge = await send("POST /campaigns/{campaignId}/pledges", "guest", JSON.stringify(gift));

  expect([project.status, campaign.status, pledge.status]).toEqual([201, 201, 201]);
  const { id, slug } = JSON.parse(campaign.text);
  const giftPage = new URL(JSON.parse(pledge.text).url);
  const pages = [
    `/mes-projets/${projectId}`,
    `/mes-projets/${projectId}/modification`,
    `/mes-collectes/${id}`,
    `/mes-collectes/${id}/modification`,
    `/collectes/${slug}`,
    giftPage.pathname + giftPage.search,
  ];
  for (const path of pages) {
    const html = await (await fetch(service.origin + path, { headers: world.headersOf("owner") })).text();
    expect(html).not.toContain("<img src=x");
    if (path !== pages.at(-1)) expect(html).toContain("&lt;img src=x onerror=alert(1)");
  }
  expect(slug).toMatch(/^[a-z0-9-]+$/);
});

const FORMS: readonly (readonly [string, Visitor, string])[] = [
  ["/structures/nouvelle", "donor", "name"],
  ["/mes-projets/nouveau", "owner", "title"],
  ["/collectes/:slug/don", "guest", "displayName"],
  ["/connexion", "guest", "email"],
  ["/compte", "donor", "name"],
];

test.each(FORMS)(
  "a form's strange letters are refused on a page that names the field: %s",
  async (path, visitor, name) => {
    const before = await rows();
    const cookie = `visit=${"a".repeat(22)}`;
    const address = service.origin + filled(path, { slug: world.live.slug });

    for (const value of ["a\u0000b", "fdp.\u202efed", "x".repeat(20_000)]) {
      const form = { _token: formTokenOf(deps.cipher, "a".repeat(22)), [name]: value };
      const answer = await fetch(address, {
        method: "POST",
        redirect: "manual",
        headers: { ...world.headersOf(visitor), cookie },
        body: new URLSearchParams(form),
      });
      const html = await answer.text();
      expect({ status: answer.status, type: answer.headers.get("content-type") }).toEqual({
        status: 422,
        type: expect.stringContaining("text/html"),
      });
      // By the page of refusals, or by the form shown again.
      expect([`<code>${name}</code>`, `id="${name}-error"`].some((mark) => html.includes(mark))).toBe(true);
    }

    expect(await rows()).toEqual(before);
  },
);
