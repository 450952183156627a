import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "../../src/db/schema/platform.ts";
import { places } from "../../src/db/schema/territories.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { holdImportLock } from "../../src/places/import-lock.ts";
import { importPlaces } from "../../src/places/import-places.ts";
import { COLUMNS } from "../../src/places/standard.ts";
import { testDatabase } from "../support/database.ts";
import { aUser } from "../support/deps.ts";
import { aPlaceRow, csvOf, importing, temporaryFiles } from "./support.ts";

const database = testDatabase();
const writeFile = temporaryFiles();

const placeOf = async (id: string) => {
  const [place] = await database.db.select().from(places).where(eq(places.id, id));
  return place;
};

test("every column of the standard reaches the place, lists split", async () => {
  const path = await writeFile("one.csv", csvOf([aPlaceRow({ id: "whole" })]));

  await importing(database.db, path);

  expect(await placeOf("whole")).toEqual({
    id: "whole",
    pivot: "43493312300029",
    name: "La Fabrique imaginaire",
    communeName: "Guise",
    postcode: "02120",
    communeCode: "02361",
    address: "12 bis rue de l’Essai",
    addressComplement: "Au fond de la cour",
    latitude: 49.9,
    longitude: 3.63,
    types: ["TIERS_LIEUX", "ASSO"],
    phone: "+33199000001",
    emails: ["bonjour@example.org", "contact@example.org"],
    websites: ["https://fabrique.example.org/"],
    openingHours: "Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00",
    summary: "Un atelier ouvert.",
    details: "Un atelier ouvert à toutes et à tous.",
    source: "Réseau d’essai",
    itinerancy: ["Fixe"],
    parentStructure: "Mairie d’essai",
    updatedOn: "2024-04-02",
    services: ["Aide aux démarches administratives", "Loisirs et créations numériques"],
    publics: ["Jeunes", "Seniors"],
    specificCare: ["Surdité"],
    fees: ["Gratuit"],
    nationalProgrammes: ["Aidants Connect", "Point d'accès numérique CAF"],
    labels: ["Étapes numériques (La Poste)"],
    otherLabels: ["Label d’essai"],
    accessModes: ["Se présenter", "Téléphoner"],
    supportModes: ["En autonomie"],
    accessibilityUrl: "https://acceslibre.example.org/fiche",
    bookingUrl: "https://rdv.example.org/",
    departement: "02",
    rural: null,
    qpv: false,
    frr: false,
    createdAt: expect.any(Date),
    importedAt: expect.any(Date),
  });
});

test("a newer date_maj updates a place, an older or equal one does not", async () => {
  const version = (nom: string, date_maj: string) =>
    writeFile("version.csv", csvOf([aPlaceRow({ id: "versions", nom, date_maj })]));
  await importing(database.db, await version("Avant", "2024-04-02"));
  const first = await placeOf("versions");

  const older = await importing(database.db, await version("Plus vieux", "2023-12-31"));
  const equal = await importing(database.db, await version("Le même jour", "2024-04-02"));
  const unchanged = await placeOf("versions");
  const newer = await importing(database.db, await version("Après", "2024-04-03"));

  expect(unchanged).toEqual(first);
  expect([older, equal, newer].map(({ counts }) => [counts.updated, counts.unchanged])).toEqual([
    [0, 1],
    [0, 1],
    [1, 0],
  ]);
  expect(await placeOf("versions")).toMatchObject({
    name: "Après",
    updatedOn: "2024-04-03",
    createdAt: first?.createdAt,
  });
});

test("of one id several times in a file the newest version wins, near or far, and the others are told", async () => {
  const between = Array.from({ length: 600 }, (_, i) => aPlaceRow({ id: `between-${i}` }));
  const path = await writeFile(
    "repeats.csv",
    csvOf([
      aPlaceRow({ id: "twice", nom: "Vieux", date_maj: "2024-01-01" }),
      aPlaceRow({ id: "twice", nom: "Neuf", date_maj: "2024-02-01" }),
      ...between,
      aPlaceRow({ id: "twice", nom: "Entre-deux", date_maj: "2024-01-15" }),
      aPlaceRow({ id: "between-0", nom: "Dernier", date_maj: "2024-05-01" }),
    ]),
  );

  const first = await importing(database.db, path);
  const again = await importing(database.db, path);

  expect(await placeOf("twice")).toMatchObject({ name: "Neuf" });
  expect(await placeOf("between-0")).toMatchObject({ name: "Dernier" });
  expect(first.counts).toMatchObject({ accepted: 604, setAside: 3, inserted: 601, updated: 0, unchanged: 0 });
  expect(again.counts).toMatchObject({ accepted: 604, setAside: 3, inserted: 0, updated: 0, unchanged: 601 });
  expect(first.findings.map(({ line, outcome, reason }) => [line, outcome, reason.fr])).toEqual([
    [2, "set_aside", "Le même identifiant revient à la ligne 3 avec une version du 2024-02-01, qui est gardée."],
    [604, "set_aside", "Le même identifiant est déjà à la ligne 3 avec une version du 2024-02-01, qui est gardée."],
    [4, "set_aside", "Le même identifiant revient à la ligne 605 avec une version du 2024-05-01, qui est gardée."],
  ]);
  expect(again.findings).toEqual(first.findings);
});

test("a semicolon file of an old spreadsheet with columns in another order and more of them is read", async () => {
  const columns = [...COLUMNS].toReversed();
  const row = aPlaceRow({ id: "latin", nom: "Médiathèque de l'Été", latitude: "49,9", adresse: "1 rue de l'Essai" });
  const lines = [
    `${columns.join(";")};note`,
    `${columns.map((column) => row[column].replaceAll("’", "'")).join(";")};bon`,
  ];
  lines[1] = lines[1]?.replace("Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00", "Mo-Fr 09:00-12:00") ?? "";
  const path = await writeFile("latin.csv", Buffer.from(lines.join("\r\n"), "latin1"));

  const { counts, findings } = await importing(database.db, path);

  expect(findings).toEqual([]);
  expect(counts.inserted).toBe(1);
  expect(await placeOf("latin")).toMatchObject({ name: "Médiathèque de l'Été", latitude: 49.9 });
});

test("a file without the standard's columns is refused whole, and the missing ones are named", async () => {
  const path = await writeFile("other.csv", "id,nom,commune\n1,Lieu,Guise\n");

  await expect(importing(database.db, path)).rejects.toMatchObject({
    name: "UnusableFile",
    text: { fr: expect.stringMatching(/Il manque : pivot, code_postal, .*, prise_rdv\.$/) },
  });
});

test("rows with too many columns or an open quote are told by their line and stop nothing", async () => {
  const [header, row] = csvOf([aPlaceRow({ id: "after-broken" })]).split("\n");
  const path = await writeFile("broken.csv", [header, "a,b", row, '"never closed,x'].join("\n"));

  const { counts, findings } = await importing(database.db, path);

  expect(counts).toMatchObject({ read: 3, accepted: 1, refused: 2 });
  expect(findings.map(({ line, reason }) => [line, reason.fr])).toEqual([
    [2, "Cette ligne a 2 colonnes au lieu de 32."],
    [4, expect.stringContaining("un guillemet n’est pas fermé")],
  ]);
});

test("an import that writes leaves one audit row, one that changes nothing leaves none (X2)", async () => {
  const path = await writeFile("audited.csv", csvOf([aPlaceRow({ id: "audited" })]));
  const rows = () => database.db.select().from(auditLog).where(eq(auditLog.action, "places.import"));
  const before = (await rows()).length;

  await importing(database.db, path);
  await importing(database.db, path);

  const after = await rows();
  expect(after).toHaveLength(before + 1);
  expect(after.at(-1)).toMatchObject({ actor: "worker:import-places", change: { inserted: 1, updated: 0 } });
});

test("only an administrator, or a command on the machine, imports places (X1)", async () => {
  const path = await writeFile("permission.csv", csvOf([aPlaceRow({ id: "permission" })]));
  const officer = await aUser(database.db, { staffRoles: ["case_officer"] });

  await expect(importPlaces(database, officer, { path, onFinding: () => {} })).rejects.toMatchObject({ status: 403 });

  expect(await placeOf("permission")).toBeUndefined();
});

test("of two imports at once the second is told to come back", async () => {
  const path = await writeFile("busy.csv", csvOf([aPlaceRow({ id: "busy" })]));

  await inTransaction(database.db, async (tx) => {
    await holdImportLock(tx);

    await expect(importing(database.db, path)).rejects.toMatchObject({ type: "import-running", status: 409 });
  });

  expect(await placeOf("busy")).toBeUndefined();
});
