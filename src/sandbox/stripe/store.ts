import { type Change, Journal } from "./journal.ts";
import type { RecordKind, Records } from "./records.ts";

type Shelf = Map<string, { readonly id: string }>;

/** The store as one account sees it; `""` is the platform. Records are never changed in place: put a new one. */
export interface View {
  get<K extends RecordKind>(kind: K, id: string): Records[K] | undefined;
  put<K extends RecordKind>(kind: K, record: Records[K]): Records[K];
  remove(kind: RecordKind, id: string): void;
  /** Oldest first. */
  all<K extends RecordKind>(kind: K): Records[K][];
}

/** All records of the sandbox, in memory and, given a folder, in its journal. */
export class Store {
  readonly #journal: Journal | null;
  readonly #shelves = new Map<string, Shelf>();
  #changes: { readonly shelf: string; readonly id: string; readonly before: { readonly id: string } | undefined }[] =
    [];

  constructor(folder: string | undefined) {
    this.#journal = folder === undefined ? null : new Journal(folder);
    if (this.#journal === null) return;
    for (const [shelf, id, record] of this.#journal.read()) this.#set(shelf, id, record ?? undefined);
    this.#journal.compact(this.#everything());
  }

  view(account: string): View {
    return {
      get: (kind, id) => this.#shelf(`${kind}@${account}`).get(id) as Records[typeof kind] | undefined,
      put: (kind, record) => {
        this.#write(`${kind}@${account}`, record.id, record);
        return record;
      },
      remove: (kind, id) => this.#write(`${kind}@${account}`, id, undefined),
      all: (kind) => [...this.#shelf(`${kind}@${account}`).values()] as Records[typeof kind][],
    };
  }

  /** Makes everything written since the last commit last: one line of the journal. */
  commit(): void {
    const touched = new Map(this.#changes.map((change) => [`${change.shelf} ${change.id}`, change]));
    this.#changes = [];
    if (this.#journal === null || touched.size === 0) return;
    this.#journal.append([...touched.values()].map(({ shelf, id }) => [shelf, id, this.#shelf(shelf).get(id) ?? null]));
  }

  /** Forgets everything written since the last commit. */
  rollback(): void {
    for (const { shelf, id, before } of this.#changes.toReversed()) this.#set(shelf, id, before);
    this.#changes = [];
  }

  #write(shelf: string, id: string, record: { readonly id: string } | undefined): void {
    this.#changes.push({ shelf, id, before: this.#shelf(shelf).get(id) });
    this.#set(shelf, id, record);
  }

  #set(shelf: string, id: string, record: { readonly id: string } | undefined): void {
    if (record === undefined) this.#shelf(shelf).delete(id);
    else this.#shelf(shelf).set(id, record);
  }

  #shelf(name: string): Shelf {
    const found = this.#shelves.get(name);
    if (found !== undefined) return found;
    const made: Shelf = new Map();
    this.#shelves.set(name, made);
    return made;
  }

  #everything(): Change[] {
    return [...this.#shelves].flatMap(([name, shelf]) => [...shelf].map(([id, record]): Change => [name, id, record]));
  }
}
