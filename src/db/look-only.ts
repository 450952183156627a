import type { Database } from "./client.ts";

type Transact = Database["transaction"];

/** The same database, in which nothing can be written: a transaction opens only to read, every write throws. */
export function lookOnly(db: Database, refusal: () => Error): Database {
  const refuse = () => {
    throw refusal();
  };
  const transaction: Transact = (work, config) =>
    config?.accessMode === "read only" ? db.transaction(work, config) : Promise.reject(refusal());
  return Object.create(db, {
    transaction: { value: transaction },
    insert: { value: refuse },
    update: { value: refuse },
    delete: { value: refuse },
  });
}
