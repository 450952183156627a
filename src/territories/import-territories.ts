import { recordAudit } from "../audit/record-audit.ts";
import type { Finding, FindingSink } from "../csv/finding.ts";
import { type CsvFile, type CsvRow, openCsv } from "../csv/read-csv.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import { derivePlaceTerritories } from "../places/derive-territories.ts";
import { holdImportLock } from "../places/import-lock.ts";
import { type Batch, LISTS } from "./lists.ts";
import { reasons } from "./messages.ts";
import { type ListKind, recogniseList } from "./recognise-list.ts";

type TerritoriesProgress = { readonly read: number; readonly refused: number };

export type TerritoriesImported = TerritoriesProgress & {
  readonly kind: ListKind;
  /** Rows of the list that are new or other than before. */
  readonly changed: number;
  /** Places whose rural, QPV or FRR flag changed with it. */
  readonly placesChanged: number;
};

export type TerritoriesToImport = {
  readonly path: string;
  readonly onFinding: FindingSink;
  readonly onProgress?: (progress: TerritoriesProgress) => void;
};

const BATCH_SIZE = 500;

/**
 * Reads a list of communes, QPV or FRR communes, recognised by its header, in one transaction; then sets the flags of
 * every place again. Memory does not grow with the file; the same file again changes nothing.
 * Throws UnusableFile where it can't be read or is no such list.
 */
export async function importTerritories(
  deps: Pick<Deps, "db">,
  actor: Actor,
  { path, onFinding, onProgress = () => {} }: TerritoriesToImport,
): Promise<TerritoriesImported> {
  if (!permits(actor, "place.import")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    await holdImportLock(tx);
    const file = await openCsv(path);
    const kind = recogniseList(file.header);
    const list = await LISTS[kind](tx);
    const counts = { read: 0, refused: 0, changed: 0 };
    for await (const batch of inBatches(file)) {
      const findings = [...batch.broken];
      const written = await list.write(batch.rows, (finding) => findings.push(finding));
      for (const finding of findings.toSorted((a, b) => a.line - b.line)) await onFinding(finding);
      counts.read += batch.rows.length + batch.broken.length;
      counts.refused += findings.length;
      counts.changed += written;
      onProgress(counts);
    }
    counts.changed += await list.finish();
    const placesChanged = await derivePlaceTerritories(tx);
    await leaveAudit(tx, actor, kind, { ...counts, placesChanged });
    return { kind, ...counts, placesChanged };
  });
}

async function leaveAudit(
  tx: Transaction,
  actor: Actor,
  kind: ListKind,
  counts: { readonly read: number; readonly refused: number; readonly changed: number; readonly placesChanged: number },
): Promise<void> {
  if (counts.changed + counts.placesChanged === 0) return;
  const at = (await fundNow(tx)).toISOString();
  await recordAudit(tx, actor, { action: "territories.import", subject: [kind, at], change: counts });
}

async function* inBatches(file: CsvFile): AsyncGenerator<Batch & { readonly broken: readonly Finding[] }> {
  const names = file.header.map((name) => name.toLowerCase());
  let rows: Batch["rows"][number][] = [];
  let broken: Finding[] = [];
  for await (const row of file.rows) {
    if (row.kind === "broken") broken.push(refusal(row));
    else rows.push({ line: row.line, names, cells: row.cells });
    if (rows.length + broken.length < BATCH_SIZE) continue;
    yield { rows, broken };
    rows = [];
    broken = [];
  }
  if (rows.length + broken.length > 0) yield { rows, broken };
}

const refusal = ({ line }: CsvRow): Finding => ({
  line,
  rowId: "",
  column: "",
  value: "",
  reason: reasons.broken,
  outcome: "refused",
});
