import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import { communes } from "../../src/db/schema/territories.ts";
import { placeApi } from "../../src/places/api.ts";
import { placePages } from "../../src/places/pages.tsx";
import { territoryApi } from "../../src/territories/api.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aPlaceRow, csvOf, importing, temporaryFiles } from "./support.ts";

const database = testDatabase();
const writeFile = temporaryFiles();
let app: ReturnType<typeof testApp>["app"];

const get = (path: string) => request(app).get(path);
const idsOf = (body: { items: { id: string }[] }) => body.items.map((item) => item.id);

beforeAll(async () => {
  const deps = await testDeps(database.db);
  app = testApp(deps, { apiRoutes: [...placeApi, ...territoryApi], pageRoutes: placePages }).app;
  const rows = [
    aPlaceRow({
      id: "b",
      nom: "Bibliothèque de Béziers",
      commune: "Béziers",
      code_postal: "34500",
      code_insee: "34032",
      typologie: "BIB",
    }),
    aPlaceRow({ id: "a/1 é", nom: "Atelier", commune: "Guise" }),
    aPlaceRow({ id: "a2", nom: "Atelier", commune: "Guise", site_web: "https://exemple.example.org/<x>" }),
    aPlaceRow({ id: "z", nom: "100 % numérique", commune: "Saint-Denis", code_postal: "97400", code_insee: "97411" }),
  ];
  await importing(database.db, await writeFile("places.csv", csvOf(rows)));
  await database.db.insert(communes).values(
    ["Guise", "Guivry", "Béziers"].map((name, index) => ({
      code: `0236${index}`,
      name,
      departement: "02",
      region: "32",
      postcodes: ["02120"],
    })),
  );
});

test("places come by name, page by page, none twice and none missed", async () => {
  const first = await get("/api/v1/places?limit=3").expect(200);
  const second = await get(`/api/v1/places?limit=3&cursor=${first.body.nextCursor}`).expect(200);

  expect([...idsOf(first.body), ...idsOf(second.body)]).toEqual(["z", "a/1 é", "a2", "b"]);
  expect(second.body.nextCursor).toBeNull();
});

test.each([
  ["q=beziers", ["b"]],
  ["q=BIBLIO%2034500", ["b"]],
  ["q=100%20%25", ["z"]],
  ["q=_", []],
  ["departement=974", ["z"]],
  ["type=BIB", ["b"]],
  ["q=atelier&departement=02&type=ASSO", ["a/1 é", "a2"]],
])("places are found by %s", async (query, ids) => {
  const { body } = await get(`/api/v1/places?${query}`).expect(200);

  expect(idsOf(body)).toEqual(ids);
});

test("a wrong filter or cursor is a problem, not a list", async () => {
  await get("/api/v1/places?departement=Aisne").expect(422);
  await get("/api/v1/places?type=CHATEAU").expect(422);
  await get("/api/v1/places?cursor=abc").expect(422);
});

test("one place is read by its id, whatever characters that has", async () => {
  const { body } = await get(`/api/v1/places/${encodeURIComponent("a/1 é")}`).expect(200);

  expect(body).toMatchObject({ id: "a/1 é", name: "Atelier", updatedOn: "2024-04-02", rural: null });
  await get("/api/v1/places/nowhere").expect(404);
});

test("communes are found by the beginning of a name or a postcode", async () => {
  const byName = await get("/api/v1/communes?q=gui").expect(200);
  const byPostcode = await get("/api/v1/communes?q=02120&limit=2").expect(200);
  const rest = await get(`/api/v1/communes?q=02120&limit=2&cursor=${byPostcode.body.nextCursor}`).expect(200);

  expect(byName.body.items.map((one: { name: string }) => one.name)).toEqual(["Guise", "Guivry"]);
  expect(byPostcode.body.items).toHaveLength(2);
  expect(rest.body.items).toHaveLength(1);
  await get("/api/v1/communes/02360").expect(200);
  await get("/api/v1/communes/99999").expect(404);
});

test("the search page finds places without a script and keeps what was typed", async () => {
  const { text } = await get("/lieux?q=beziers&departement=34").expect(200);

  expect(text).toContain("Bibliothèque de Béziers");
  expect(text).not.toContain("Atelier");
  expect(text).toContain('value="beziers"');
});

test("the search page tells a département that is none", async () => {
  const { text } = await get("/lieux?departement=Ain").expect(422);

  expect(text).toContain('href="#departement"');
});

test("a place's page says where, when and what for, in both languages", async () => {
  const french = await get("/lieux/a2").expect(200);
  const english = await get("/lieux/a2").set("accept-language", "en").expect(200);

  expect(french.text).toContain("lundi – vendredi");
  expect(french.text).toContain("Aide aux démarches administratives");
  expect(french.text).not.toContain("<x>");
  expect(english.text).toContain("Opening hours");
  await get("/lieux/nowhere").expect(404);
});
