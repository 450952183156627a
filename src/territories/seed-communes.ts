import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { count } from "drizzle-orm";
import { z } from "zod";
import type { Database, Reader } from "../db/client.ts";
import { communes } from "../db/schema/territories.ts";
import { inTransaction } from "../db/transaction.ts";
import { derivePlaceTerritories } from "../places/derive-territories.ts";
import { waitForImportLock } from "../places/import-lock.ts";
import type { Commune } from "./read-rows.ts";
import { upsertCommunes } from "./upsert-territories.ts";

const ENTRY = z.object({
  code: z.string(),
  nom: z.string(),
  type: z.string(),
  departement: z.string().optional(),
  region: z.string().optional(),
  population: z.number().optional(),
  codesPostaux: z.array(z.string()).default([]),
});

const BATCH_SIZE = 5_000;

/**
 * Fills an empty list of communes with names, codes, départements and postcodes from npm
 * `@etalab/decoupage-administratif` (Licence Ouverte 2.0), which says nothing of rural, position or FRR: those stay
 * unknown until a list is imported. Does nothing where there are communes. Answers how many were written.
 */
export async function seedCommunes(db: Database): Promise<number> {
  if (await hasCommunes(db)) return 0;
  const rows = await publishedCommunes();
  return inTransaction(db, async (tx) => {
    await waitForImportLock(tx);
    if (await hasCommunes(tx)) return 0;
    let written = 0;
    for (let start = 0; start < rows.length; start += BATCH_SIZE) {
      written += await upsertCommunes(tx, rows.slice(start, start + BATCH_SIZE));
    }
    await derivePlaceTerritories(tx);
    return written;
  });
}

async function hasCommunes(db: Reader): Promise<boolean> {
  const [row] = await db.select({ count: count() }).from(communes);
  return (row?.count ?? 0) > 0;
}

async function publishedCommunes(): Promise<readonly Commune[]> {
  const path = createRequire(import.meta.url).resolve("@etalab/decoupage-administratif/data/communes.json");
  const entries = z.array(ENTRY).parse(JSON.parse(await readFile(path, "utf8")));
  return entries.flatMap(({ code, nom, type, departement, region, population, codesPostaux }) => {
    if (type !== "commune-actuelle" || departement === undefined || region === undefined) return [];
    const unknown = { epci: null, latitude: null, longitude: null, rural: null };
    const known = { code, name: nom, departement, region, postcodes: codesPostaux };
    return [{ ...unknown, ...known, population: population ?? null }];
  });
}
