import { sql } from "drizzle-orm";
import request from "supertest";
import { beforeAll, describe, expect, test } from "vitest";
import { campaignApi } from "../../src/campaigns/api.ts";
import { campaignPages } from "../../src/campaigns/pages.ts";
import {
  type CampaignFilters,
  countByDepartement,
  countCampaigns,
  searchCampaigns,
} from "../../src/campaigns/search-campaigns.ts";
import { places } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";

const base = testDatabase();
let deps: Deps;
let site: TestApp;

async function aCampaignIn(place: Partial<typeof places.$inferInsert>, more: Readonly<Record<string, unknown>>) {
  const { projectId } = await aCampaign(deps, "live", more);
  const ofProject = sql`${places.id} in (select place_id from project_places where project_id = ${projectId})`;
  await inTransaction(deps.db, (tx) => tx.update(places).set(place).where(ofProject));
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  deps = await testDeps(base.db);
  site = testApp(deps, { pageRoutes: campaignPages, apiRoutes: campaignApi });
  const creuse = { communeName: "La Souterraine", departement: "23", rural: true, types: ["FABLAB"] };
  await aCampaignIn(creuse, { title: "Des ordinateurs réparés", category: "equipment", deadlineOn: inDays(3) });
  const reunion = {
    communeName: "Saint-Denis",
    departement: "974",
    rural: false,
    qpv: true,
    types: ["BIB"],
    services: ["Aide aux démarches administratives"],
  };
  await aCampaignIn(reunion, { title: "L’école des aînés", category: "workshops", deadlineOn: inDays(20) });
  await aMatchingPot(deps, 50_000n, { filter: { departements: ["974"] } });
  await aCampaign(deps, "draft", { title: "Des ordinateurs en brouillon" });
});

const titles = async (filters: CampaignFilters) =>
  (await searchCampaigns(deps, { limit: 50, ...filters })).items.map((item) => item.title);

const COMPUTERS = "Des ordinateurs réparés";
const SCHOOL = "L’école des aînés";

describe("live campaigns are found", () => {
  test.each<[string, CampaignFilters, readonly string[]]>([
    ["without a filter, the first to end first", {}, [COMPUTERS, SCHOOL]],
    ["by a word without its accents and endings", { q: "ORDINATEUR reparer" }, [COMPUTERS]],
    ["by the beginning of a word", { q: "ordi" }, [COMPUTERS]],
    ["by the town of a place", { q: "souterraine" }, [COMPUTERS]],
    ["by words of which all must be said", { q: "école ordinateurs" }, []],
    ["by words that say nothing, as without them", { q: "des l’ !! & | :*" }, [COMPUTERS, SCHOOL]],
    ["by département, overseas too", { departement: "974" }, [SCHOOL]],
    ["by territory", { territory: "rural" }, [COMPUTERS]],
    [
      "by type of place and service of one place",
      { placeType: "BIB", service: "Aide aux démarches administratives" },
      [SCHOOL],
    ],
    ["by theme", { category: "equipment" }, [COMPUTERS]],
    ["because they end soon", { endsSoon: true }, [COMPUTERS]],
    ["because a gift would be matched", { matched: true }, [SCHOOL]],
  ])("%s", async (_, filters, expected) => {
    expect(await titles(filters)).toEqual(expected);
    expect(await countCampaigns(deps, filters)).toBe(expected.length);
  });
});

test("the map counts every département, whichever is asked for", async () => {
  expect([...(await countByDepartement(deps, { departement: "23" }))]).toEqual([
    ["23", 1],
    ["974", 1],
  ]);
});

test("a page shows list and map, keeps what was asked, and links each département to the same search", async () => {
  const { text } = await request(site.app).get("/collectes?q=aines&departement=974&abonde=on").expect(200);

  expect(text).toContain(SCHOOL);
  expect(text).not.toContain(COMPUTERS);
  expect(text).toContain("1 collecte<");
  expect(text).toMatch(/name="abonde"[^>]* checked/);
  expect(text).toContain('href="/collectes?q=aines&amp;departement=974&amp;abonde=on"');
  expect(text).toContain('aria-label="La Réunion (974)\u00a0: 1 collecte"');
});

test("what cannot be a filter is refused beside its field", async () => {
  const { text } = await request(site.app).get("/collectes?departement=Lyon&lieu=CHATEAU").expect(422);

  expect(text).toContain('href="#departement"');
  expect(text).toContain('href="#lieu"');
});

test("the API takes the same filters", async () => {
  const { body } = await request(site.app).get("/api/v1/campaigns?matched=true&territory=qpv").expect(200);

  expect(body.items).toMatchObject([{ title: SCHOOL, towns: ["Saint-Denis (974)"], isMatched: true }]);
  await request(site.app).get("/api/v1/campaigns?endsSoon=maybe").expect(422);
});
