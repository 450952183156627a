import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { AppError } from "../errors.ts";

/** Any number that no other program of ours locks with. */
const IMPORT_LOCK = 7_233_002;

/** One import of places or territories at a time; a second one is told to come back. Held until the transaction ends. */
export async function holdImportLock(tx: Transaction): Promise<void> {
  const [row] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${IMPORT_LOCK}) as held`);
  if (row?.held !== true) throw importRunning();
}

/** The same lock for work that can wait its turn. */
export async function waitForImportLock(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${IMPORT_LOCK})`);
}

const importRunning = () =>
  new AppError("import-running", 409, {
    fr: "Un autre import est en cours : recommencez quand il sera terminé.",
    en: "Another import is running: start again once it has ended.",
  });
