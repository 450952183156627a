import { count, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { places } from "../../src/db/schema/territories.ts";
import { testDatabase } from "../support/database.ts";
import { importing, sharedData } from "./support.ts";

const standard = sharedData("lieux/lieux-standard-v1.0.2.csv");
const nonConforming = sharedData("lieux/lieux-non-conformes.csv");
const database = testDatabase();

describe.skipIf(standard === undefined)("the real places of the national standard", () => {
  test("all 3 865 enter, and a second import changes nothing", async () => {
    const first = await importing(database.db, standard ?? "");
    const [stored] = await database.db.select({ count: count() }).from(places);
    const before = await database.owner.execute(
      sql`select md5(string_agg(p::text, '|' order by id)) as sum from places p`,
    );
    const again = await importing(database.db, standard ?? "");
    const after = await database.owner.execute(
      sql`select md5(string_agg(p::text, '|' order by id)) as sum from places p`,
    );

    expect(first.counts).toEqual({
      read: 3865,
      accepted: 3865,
      refused: 0,
      setAside: 0,
      inserted: 3865,
      updated: 0,
      unchanged: 0,
    });
    expect(stored?.count).toBe(3865);
    expect(again.counts).toMatchObject({ accepted: 3865, inserted: 0, updated: 0, unchanged: 3865 });
    expect(after).toEqual(before);
  });

  test("the addresses that lead nowhere are left out and told, the establishments of La Poste pass", async () => {
    const { findings } = await importing(database.db, standard ?? "");

    expect(findings).toHaveLength(10);
    expect(new Set(findings.map((finding) => `${finding.column} ${finding.outcome}`))).toEqual(
      new Set(["site_web left_out"]),
    );
    expect(findings.filter((finding) => finding.value === "https://@")).toHaveLength(5);
    const poste = await database.db
      .select({ count: count() })
      .from(places)
      .where(sql`${places.pivot} like '356000000%'`);
    expect(poste).toEqual([{ count: 95 }]);
    const unknown = await database.db.select({ count: count() }).from(places).where(sql`${places.pivot} is null`);
    expect(unknown).toEqual([{ count: 3770 }]);
  });

  test("every place has its département", async () => {
    const rows = await database.db.select({ count: count() }).from(places).where(sql`${places.departement} is null`);
    const overseas = await database.db.select({ count: count() }).from(places).where(eq(places.departement, "988"));

    expect(rows).toEqual([{ count: 0 }]);
    expect(overseas).toEqual([{ count: 92 }]);
  });
});

test.skipIf(nonConforming === undefined)("the three non-conforming rows are refused, each for its reason", async () => {
  const { counts, findings } = await importing(database.db, nonConforming ?? "");

  expect(counts).toMatchObject({ read: 3, accepted: 0, refused: 3 });
  expect(findings.map(({ line, column, value, reason }) => [line, column, value, reason.fr])).toEqual([
    [2, "commune", "Château-Chinon (Ville)", "Le standard n’admet pas ici « ( », « ) »."],
    [3, "adresse", "", "Cette valeur est obligatoire."],
    [4, "adresse", '7-11 rue Joseph Brunet "le cerisier"', 'Le standard n’admet pas ici « " ».'],
  ]);
});
