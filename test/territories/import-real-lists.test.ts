import { count, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { communes, places, qpvs } from "../../src/db/schema/territories.ts";
import { worker } from "../../src/domain/actor.ts";
import { importTerritories } from "../../src/territories/import-territories.ts";
import { importing, sharedData } from "../places/support.ts";
import { testDatabase } from "../support/database.ts";

const communesFile = sharedData("territoires/communes-2026.csv");
const qpvFile = sharedData("territoires/qpv-2024-centroides.csv");
const placesFile = sharedData("lieux/lieux-standard-v1.0.2.csv");
const database = testDatabase();

const importList = (path: string) =>
  importTerritories(database, worker("import-territories"), { path, onFinding: () => {} });

test.skipIf(communesFile === undefined || qpvFile === undefined || placesFile === undefined)(
  "the real lists give 34 969 communes and 824 points of QPV, and nearly every place knows whether it is rural",
  async () => {
    await importing(database.db, placesFile ?? "");

    const first = await importList(communesFile ?? "");
    const second = await importList(communesFile ?? "");
    const qpv = await importList(qpvFile ?? "");
    const again = await importList(qpvFile ?? "");

    expect(first).toMatchObject({ kind: "communes", read: 34_969, refused: 0, changed: 34_969 });
    expect(second).toMatchObject({ changed: 0, placesChanged: 0 });
    expect(qpv).toMatchObject({ kind: "qpv", read: 824, refused: 0, changed: 824 });
    expect(again).toMatchObject({ changed: 0, placesChanged: 0 });
    const [rural] = await database.db.select({ count: count() }).from(communes).where(sql`rural`);
    const [points] = await database.db.select({ count: count() }).from(qpvs);
    const [unknown] = await database.db.select({ count: count() }).from(places).where(sql`rural is null`);
    expect([rural?.count, points?.count]).toEqual([30_596, 824]);
    expect(unknown?.count).toBeLessThan(120);
  },
  60_000,
);
