import { getTableColumns, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { places } from "../db/schema/territories.ts";
import type { ReadPlace } from "./read-place.ts";

const columns = Object.entries(getTableColumns(places)).map(([key, { name }]) => ({ key, name }));
const KEPT_ON_UPDATE = new Set(["id", "createdAt", "rural", "qpv", "frr"]);

const names = sql.join(
  columns.map(({ name }) => sql.identifier(name)),
  sql`, `,
);
const replacements = sql.join(
  columns
    .filter(({ key }) => !KEPT_ON_UPDATE.has(key))
    .map(({ name }) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`),
  sql`, `,
);

/**
 * Writes a batch in one statement: new places enter, known ones change only for a newer version. No id twice.
 * The rows travel as one JSON value: a thousandth of the parameters, half the time.
 */
export async function upsertPlaces(tx: Transaction, batch: readonly ReadPlace[], importedAt: Date): Promise<void> {
  if (batch.length === 0) return;
  const rows = JSON.stringify(batch.map((place) => toRow(place, importedAt)));
  await tx.execute(sql`
    insert into places (${names})
    select ${names} from jsonb_populate_recordset(null::places, ${rows}::jsonb)
    on conflict (id) do update set ${replacements}
    where excluded.updated_on > places.updated_on`);
}

function toRow(place: ReadPlace, importedAt: Date): Record<string, unknown> {
  const written: typeof places.$inferSelect = {
    ...place,
    rural: null,
    qpv: false,
    frr: false,
    createdAt: importedAt,
    importedAt,
  };
  const values = new Map<string, unknown>(Object.entries(written));
  return Object.fromEntries(columns.map(({ key, name }) => [name, values.get(key)]));
}

export type Written = { readonly inserted: number; readonly updated: number };

/** What the import of this instant wrote. */
export async function countWritten(tx: Transaction, importedAt: Date): Promise<Written> {
  const [row] = await tx
    .select({
      inserted: sql<number>`count(*) filter (where ${places.createdAt} = ${places.importedAt})::int`,
      updated: sql<number>`count(*) filter (where ${places.createdAt} < ${places.importedAt})::int`,
    })
    .from(places)
    .where(sql`${places.importedAt} = ${importedAt.toISOString()}::timestamptz`);
  return row ?? { inserted: 0, updated: 0 };
}
