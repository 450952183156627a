import { sql } from "drizzle-orm";
import type { Finding } from "../csv/finding.ts";
import type { Transaction } from "../db/client.ts";
import { reasons } from "./messages.ts";
import type { ReadPlace } from "./read-place.ts";

export type PlaceOnLine = { readonly line: number; readonly place: ReadPlace };

type Seen = { readonly line: number; readonly updatedOn: string };

/** Where one import keeps which ids it has met: in the database, so that memory does not grow with the file. */
export async function createSeenTable(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table seen_places (id text primary key, line integer not null, updated_on text not null)
    on commit drop`);
}

/**
 * Of rows with the same id in one file, keeps the newest version (the first of equals) and tells the others.
 * `replacedAccepted` counts those set aside.
 */
export async function setAsideRepeats(tx: Transaction, batch: readonly PlaceOnLine[]) {
  const seen = await seenBefore(tx, batch);
  const kept = new Map<string, PlaceOnLine>();
  const findings: Finding[] = [];
  for (const row of batch) {
    const { id, updatedOn } = row.place;
    const earlier = seen.get(id);
    const isNewest = earlier === undefined || updatedOn > earlier.updatedOn;
    if (isNewest) {
      if (earlier !== undefined) findings.push(replacedBy(row, earlier));
      kept.set(id, row);
      seen.set(id, { line: row.line, updatedOn });
    } else {
      findings.push(notNewer(row, earlier));
    }
  }
  await remember(tx, [...kept.values()]);
  return { places: [...kept.values()].map((row) => row.place), findings };
}

const replacedBy = ({ line, place }: PlaceOnLine, earlier: Seen): Finding => ({
  line: earlier.line,
  rowId: place.id,
  column: "id",
  value: place.id,
  reason: reasons.replaced(line, place.updatedOn),
  outcome: "set_aside",
});

const notNewer = ({ line, place }: PlaceOnLine, earlier: Seen): Finding => ({
  line,
  rowId: place.id,
  column: "id",
  value: place.id,
  reason: reasons.notNewer(earlier.line, earlier.updatedOn),
  outcome: "set_aside",
});

async function seenBefore(tx: Transaction, batch: readonly PlaceOnLine[]): Promise<Map<string, Seen>> {
  const ids = JSON.stringify(batch.map((row) => row.place.id));
  const rows = await tx.execute<{ id: string; line: number; updated_on: string }>(sql`
    select id, line, updated_on from seen_places
    where id = any (array(select jsonb_array_elements_text(${ids}::jsonb)))`);
  return new Map(rows.map((row) => [row.id, { line: row.line, updatedOn: row.updated_on }]));
}

async function remember(tx: Transaction, rows: readonly PlaceOnLine[]): Promise<void> {
  const values = JSON.stringify(rows.map(({ line, place }) => ({ id: place.id, line, updated_on: place.updatedOn })));
  await tx.execute(sql`
    insert into seen_places
    select * from jsonb_to_recordset(${values}::jsonb) as r(id text, line integer, updated_on text)
    on conflict (id) do update set line = excluded.line, updated_on = excluded.updated_on`);
}
