import { and, arrayContains, asc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { places } from "../db/schema/territories.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type PlaceSearch = {
  /** Words of a name, a commune or a postcode, accents and capitals aside. */
  readonly q?: string | undefined;
  readonly departement?: string | undefined;
  /** A type of the national standard, like `TIERS_LIEUX`. */
  readonly type?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export type Place = typeof places.$inferSelect;

/** Places by name, those of equal names by id. */
export async function listPlaces(deps: Pick<Deps, "db" | "cipher">, search: PlaceSearch): Promise<Page<Place>> {
  const [afterName, afterId] = decodeCursor(deps.cipher, "places", search.cursor) ?? [];
  const rows = await deps.db
    .select()
    .from(places)
    .where(
      and(
        ...wordsOf(search.q).map((word) => sql`${SEARCHED} like ${`%${word}%`}`),
        search.departement === undefined ? undefined : eq(places.departement, search.departement),
        search.type === undefined ? undefined : arrayContains(places.types, [search.type]),
        afterId === undefined ? undefined : sql`(${places.name}, ${places.id}) > (${afterName ?? ""}, ${afterId})`,
      ),
    )
    .orderBy(asc(places.name), asc(places.id))
    .limit(search.limit + 1);
  return toPage(deps.cipher, "places", rows, search.limit, (row) => [row.name, row.id]);
}

/** One place; everybody may read it. */
export async function readPlaceById(reader: Reader, id: string): Promise<Place> {
  const [place] = await reader.select().from(places).where(eq(places.id, id));
  if (place === undefined) throw notFound();
  return place;
}

const MOST_WORDS = 8;

/** Without accents and capitals: what is left of letters once their marks are taken off. */
const SEARCHED = sql`regexp_replace(
  normalize(lower(concat_ws(' ', ${places.name}, ${places.communeName}, ${places.postcode})), NFD), '[^ -~]', '', 'g')`;

const wordsOf = (typed = ""): readonly string[] =>
  typed
    .normalize("NFD")
    .toLowerCase()
    .split(/[\s,]+/)
    .map((word) => word.replace(/[^ -~]/g, ""))
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS)
    .map((word) => word.replace(/[\\%_]/g, "\\$&"));
