import { asc, inArray } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { places } from "../db/schema/territories.ts";

/** The places of these ids, by name; ids nobody knows are left out. */
export async function findPlaces(reader: Reader, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return await reader
    .select()
    .from(places)
    .where(inArray(places.id, [...ids]))
    .orderBy(asc(places.name), asc(places.id));
}
