import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Finding } from "../../src/csv/finding.ts";
import { communes, places, qpvs } from "../../src/db/schema/territories.ts";
import { worker } from "../../src/domain/actor.ts";
import { importTerritories } from "../../src/territories/import-territories.ts";
import { seedCommunes } from "../../src/territories/seed-communes.ts";
import { aPlaceRow, csvOf, importing, temporaryFiles } from "../places/support.ts";
import { testDatabase } from "../support/database.ts";
import { aUser } from "../support/deps.ts";

const database = testDatabase();
const writeFile = temporaryFiles();

async function importList(lines: readonly string[]) {
  const path = await writeFile("list.csv", lines.join("\n"));
  const findings: Finding[] = [];
  const counts = await importTerritories({ db: database.db }, worker("import-territories"), {
    path,
    onFinding: (finding) => {
      findings.push(finding);
    },
  });
  return { counts, findings };
}

const COMMUNES =
  "code_insee,nom,departement,region,epci,population,latitude,longitude,densite7,rural,centralite,codes_postaux";
const GUISE = "02361,Guise,02,32,200071983,4541,49.89895,3.62805,5,1,Pôle,02120";
const PARIS = "75056,Paris,75,11,200054781,2103778,48.85661,2.3428,1,0,Centre,75001|75012";
const BEAUGENCY = "45028,Beaugency,45,24,,7370,47.77,1.63,4,0,,45190";
const TAVERS = "45317,Tavers,45,24,,1300,47.76,1.61,6,1,,45190";

const flagsOf = async (id: string) => {
  const [place] = await database.db.select().from(places).where(eq(places.id, id));
  return place === undefined ? undefined : { rural: place.rural, qpv: place.qpv, frr: place.frr };
};

test("a list of communes is known by its header, changes nothing the second time, and only what is new later", async () => {
  const first = await importList([COMMUNES, GUISE, PARIS, BEAUGENCY, TAVERS]);
  const again = await importList([COMMUNES, GUISE, PARIS, BEAUGENCY, TAVERS]);
  const later = await importList([COMMUNES, GUISE.replace(",4541,", ",4600,"), PARIS]);

  expect(first.counts).toMatchObject({ kind: "communes", read: 4, changed: 4, refused: 0 });
  expect(again.counts).toMatchObject({ changed: 0, placesChanged: 0 });
  expect(later.counts).toMatchObject({ changed: 1 });
  const [guise] = await database.db.select().from(communes).where(eq(communes.code, "02361"));
  expect(guise).toMatchObject({ name: "Guise", rural: true, population: 4600, postcodes: ["02120"], frr: false });
});

test("places learn rural from their commune: by code, by arrondissement's postcode, by name, or not at all", async () => {
  const rows = [
    aPlaceRow({ id: "by-code" }),
    aPlaceRow({ id: "paris-12", code_insee: "75112", code_postal: "75012", commune: "Paris 12e" }),
    aPlaceRow({ id: "by-name", code_insee: "", code_postal: "45190", commune: "TAVERS" }),
    aPlaceRow({ id: "ambiguous", code_insee: "", code_postal: "45190", commune: "Un lieu-dit" }),
    aPlaceRow({ id: "nowhere", code_insee: "", code_postal: "99999", commune: "Nulle part" }),
  ];

  await importing(database.db, await writeFile("places.csv", csvOf(rows)));

  expect(await Promise.all(rows.map(async ({ id }) => [id, (await flagsOf(id))?.rural]))).toEqual([
    ["by-code", true],
    ["paris-12", false],
    ["by-name", true],
    ["ambiguous", null],
    ["nowhere", null],
  ]);
});

test("places known before their commune changed learn it with the list", async () => {
  const { counts } = await importList([COMMUNES, GUISE.replace(",5,1,", ",4,0,")]);

  expect(counts).toMatchObject({ changed: 1, placesChanged: 1 });
  expect((await flagsOf("by-code"))?.rural).toBe(false);
});

test("a list of FRR communes is the whole list: what is no longer on it is not FRR", async () => {
  const first = await importList(["code_insee,libelle", "02361,Guise", "45317,Tavers", "45317,Tavers"]);
  const withFlag = await flagsOf("by-code");
  const again = await importList(["code_insee,libelle", "45317,Tavers", "02361,Guise"]);
  const second = await importList(["code_insee;frr", "02361;non", "45317;oui", "45028;1"]);

  expect(first.counts).toMatchObject({ kind: "frr", changed: 2, placesChanged: 2 });
  expect(withFlag?.frr).toBe(true);
  expect(again.counts).toMatchObject({ changed: 0, placesChanged: 0 });
  expect(second.counts).toMatchObject({ changed: 2, placesChanged: 2 });
  expect((await flagsOf("by-code"))?.frr).toBe(false);
  expect((await flagsOf("by-name"))?.frr).toBe(true);
});

test("an FRR commune that is no known commune is told", async () => {
  const { findings } = await importList(["code_insee", "45317", "45028", "01999", "1999"]);

  expect(findings.map(({ line, value, reason }) => [line, value, reason.fr.slice(0, 20)])).toEqual([
    [4, "01999", "Cette commune n’est "],
    [5, "1999", "Un code INSEE de com"],
  ]);
});

test("a place is QPV within 300 m of a centroid of its département, and not beyond", async () => {
  const at = (id: string, latitude: string, over = {}) => aPlaceRow({ id, latitude, longitude: "3.62805", ...over });
  const rows = [
    at("at-290-m", "49.90155"),
    at("at-310-m", "49.90174"),
    at("elsewhere", "49.8990", { code_insee: "", code_postal: "59000" }),
    aPlaceRow({ id: "no-position", latitude: "", longitude: "" }),
  ];
  await importing(database.db, await writeFile("qpv-places.csv", csvOf(rows)));

  const { counts } = await importList([
    "code_qp,nom,code_insee,commune,latitude,longitude",
    "QN00203M, QN00204M,Deux quartiers,75056,Paris,48.8,2.3",
    "QN00201M,Quartier d’essai,02361,Guise,49.89895,3.62805",
    "QN00201M,Quartier d’essai,02362,Guivry,49.6,3.1",
  ]);

  expect(counts).toMatchObject({ kind: "qpv", read: 3, changed: 3 });
  expect(await Promise.all(rows.map(async ({ id }) => (await flagsOf(id))?.qpv))).toEqual([true, false, false, false]);
  const stored = await database.db.select({ code: qpvs.code }).from(qpvs).orderBy(qpvs.code);
  expect(stored.map((row) => row.code)).toEqual(["QN00201M", "QN00201M", "QN00203M, QN00204M"]);
});

test("wrong rows are told by line, column and value; the others are taken", async () => {
  const { counts, findings } = await importList([
    COMMUNES,
    GUISE,
    "2361,Guise,02,32,,1,,,5,1,,02120",
    "02362,Guivry,02,32,,1,49,,5,1,,02120",
    "02363,Gury,02,32,,1,,,5,oui,,02120",
    "02364,,02,32,,1,,,5,1,,02120",
    "02365,X,02,32,,mille,,,5,1,,02120",
    "02366,X,02,32,,1,,,5,1,,2120",
    "02367,X",
  ]);

  expect(counts).toMatchObject({ read: 8, refused: 7 });
  expect(findings.map(({ line, column, value }) => [line, column, value])).toEqual([
    [3, "code_insee", "2361"],
    [4, "latitude", "49"],
    [5, "rural", "oui"],
    [6, "nom", ""],
    [7, "population", "mille"],
    [8, "codes_postaux", "2120"],
    [9, "", ""],
  ]);
});

test("a file that is none of the lists is refused whole, with what it holds", async () => {
  await expect(importList(["siren,nom", "200000172,CC"])).rejects.toMatchObject({
    name: "UnusableFile",
    text: { fr: expect.stringContaining("Trouvées : siren, nom.") },
  });
});

test("only an administrator imports territories (X1)", async () => {
  const actor = await aUser(database.db, { staffRoles: ["paymaster"] });
  const path = await writeFile("x.csv", "code_insee\n02361\n");

  await expect(importTerritories(database, actor, { path, onFinding: () => {} })).rejects.toMatchObject({
    status: 403,
  });
});

test("communes of the npm package fill an empty list only", async () => {
  expect(await seedCommunes(database.db)).toBe(0);
});
