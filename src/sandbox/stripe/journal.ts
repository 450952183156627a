import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One change: shelf (kind and account), id, and the record, or null where it was removed. */
export type Change = readonly [shelf: string, id: string, record: { readonly id: string } | null];

/**
 * An append-only file of changes. One line is one request's changes, so a process killed in the middle of a write
 * loses that request whole: a torn last line is dropped at the next start, together with what it would have answered.
 */
export class Journal {
  readonly #path: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, "objects.jsonl");
  }

  read(): Change[] {
    if (!existsSync(this.#path)) return [];
    const content = readFileSync(this.#path, "utf8");
    const complete = content.slice(0, content.lastIndexOf("\n") + 1);
    if (complete.length < content.length) truncateSync(this.#path, Buffer.byteLength(complete));
    return complete.split("\n").flatMap(parseLine);
  }

  append(changes: readonly Change[]): void {
    appendFileSync(this.#path, `${JSON.stringify(changes)}\n`);
  }

  /** Replaces the history by the records as they stand; the rename makes it all or nothing. */
  compact(changes: readonly Change[]): void {
    const next = `${this.#path}.next`;
    writeFileSync(next, changes.map((change) => `${JSON.stringify([change])}\n`).join(""));
    renameSync(next, this.#path);
  }
}

/** Only the last line can be torn by a kill; a damaged one before it is for a person to look at. */
function parseLine(line: string, index: number): Change[] {
  if (line === "") return [];
  try {
    return JSON.parse(line) as Change[];
  } catch {
    throw new Error(`Line ${index + 1} of the sandbox's objects.jsonl is damaged: restore or delete the file.`);
  }
}
