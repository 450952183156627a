import { recordAudit } from "../audit/record-audit.ts";
import { type Finding, type FindingSink, UnusableFile } from "../csv/finding.ts";
import { type CsvFile, type CsvRow, openCsv } from "../csv/read-csv.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import { derivePlaceTerritories } from "./derive-territories.ts";
import { holdImportLock } from "./import-lock.ts";
import { fileErrors, reasons } from "./messages.ts";
import { type PlaceReading, readPlace } from "./read-place.ts";
import { createSeenTable, type PlaceOnLine, setAsideRepeats } from "./set-aside-repeats.ts";
import { COLUMNS } from "./standard.ts";
import { countWritten, upsertPlaces } from "./upsert-places.ts";

type ImportProgress = { readonly read: number; readonly accepted: number; readonly refused: number };

export type PlacesImported = ImportProgress & {
  /** Rows that gave way to another version of the same place in the same file. */
  readonly setAside: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
};

export type PlacesToImport = {
  readonly path: string;
  readonly onFinding: FindingSink;
  readonly onProgress?: (progress: ImportProgress) => void;
};

const BATCH_SIZE = 500;

/**
 * Reads a file of the national standard into the database, in one transaction: all of it, or nothing. Memory does not
 * grow with the file. The same file again changes nothing; a newer `date_maj` updates, an older one doesn't.
 * Throws UnusableFile where it can't be read or its header is not the standard's.
 */
export async function importPlaces(
  deps: Pick<Deps, "db">,
  actor: Actor,
  { path, onFinding, onProgress = () => {} }: PlacesToImport,
): Promise<PlacesImported> {
  if (!permits(actor, "place.import")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    await holdImportLock(tx);
    await createSeenTable(tx);
    const importedAt = await fundNow(tx);
    const file = await openCsv(path);
    const counts = { read: 0, accepted: 0, refused: 0, setAside: 0 };
    for await (const batch of inBatches(readingsOf(file, importedAt.toISOString().slice(0, 10)))) {
      for (const finding of batch.findings) await onFinding(finding);
      const { places, findings } = await setAsideRepeats(tx, batch.places);
      for (const finding of findings) await onFinding(finding);
      await upsertPlaces(tx, places, importedAt);
      counts.read += batch.read;
      counts.accepted += batch.places.length;
      counts.refused += batch.read - batch.places.length;
      counts.setAside += findings.length;
      onProgress(counts);
    }
    return conclude(tx, actor, counts, importedAt);
  });
}

async function conclude(
  tx: Transaction,
  actor: Actor,
  counts: ImportProgress & { readonly setAside: number },
  importedAt: Date,
): Promise<PlacesImported> {
  await derivePlaceTerritories(tx);
  const written = await countWritten(tx, importedAt);
  const unchanged = counts.accepted - counts.setAside - written.inserted - written.updated;
  if (written.inserted + written.updated > 0) {
    await recordAudit(tx, actor, {
      action: "places.import",
      subject: ["places", importedAt.toISOString()],
      change: { ...counts, ...written },
    });
  }
  return { ...counts, ...written, unchanged };
}

type Reading = PlaceReading & { readonly line: number };

async function* readingsOf(file: CsvFile, today: string): AsyncGenerator<Reading> {
  const names = file.header.map((name) => name.toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new UnusableFile(fileErrors.missingColumns(missing));
  const positions = new Map<string, number>(COLUMNS.map((column) => [column, names.indexOf(column)]));
  for await (const row of file.rows) {
    const wrong = wrongShape(row, names.length);
    if (wrong !== undefined) yield { line: row.line, place: undefined, findings: [wrong] };
    else if (row.kind === "record") {
      const cellOf = (column: string) => row.cells[positions.get(column) ?? -1] ?? "";
      yield { line: row.line, ...readPlace(row.line, cellOf, today) };
    }
  }
}

function wrongShape(row: CsvRow, width: number): Finding | undefined {
  const about = { line: row.line, rowId: "", column: "", value: "", outcome: "refused" } as const;
  if (row.kind === "broken") return { ...about, reason: reasons.broken };
  if (row.cells.length === width) return undefined;
  return { ...about, rowId: row.cells[0] ?? "", reason: reasons.cellCount(row.cells.length, width) };
}

type Batch = { readonly read: number; readonly places: readonly PlaceOnLine[]; readonly findings: readonly Finding[] };

async function* inBatches(readings: AsyncIterable<Reading>): AsyncGenerator<Batch> {
  let batch = { read: 0, places: [] as PlaceOnLine[], findings: [] as Finding[] };
  for await (const { line, place, findings } of readings) {
    batch.read += 1;
    if (place !== undefined) batch.places.push({ line, place });
    batch.findings.push(...findings);
    if (batch.read < BATCH_SIZE) continue;
    yield batch;
    batch = { read: 0, places: [], findings: [] };
  }
  if (batch.read > 0) yield batch;
}
