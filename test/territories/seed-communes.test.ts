import { count, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { communes } from "../../src/db/schema/territories.ts";
import { seedCommunes } from "../../src/territories/seed-communes.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();

test("two first starts at once fill the list of communes once, rural unknown", async () => {
  const written = await Promise.all([seedCommunes(database.db), seedCommunes(database.db)]);

  const [stored] = await database.db.select({ count: count() }).from(communes);
  const [aubusson] = await database.db.select().from(communes).where(eq(communes.code, "23008"));
  expect(written.toSorted()).toEqual([0, stored?.count].toSorted());
  expect(stored?.count).toBeGreaterThan(34_000);
  expect(aubusson).toMatchObject({
    name: "Aubusson",
    departement: "23",
    region: "75",
    rural: null,
    postcodes: ["23200"],
  });
});
