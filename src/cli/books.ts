import { ConfigurationError, readConfig } from "../config.ts";
import { worker } from "../domain/actor.ts";
import { printBooks } from "../ledger/print-books.ts";
import { readBooks } from "../ledger/read-books.ts";
import { openFund } from "../start/prepare-database.ts";
import { openDatabase } from "./open-database.ts";

/** `npm run books`: balances by account and every invariant; exits 1 when one does not hold. */
try {
  const config = readConfig();
  const { db, close } = await openDatabase(config);
  try {
    const books = await readBooks({ db, fundId: await openFund(db, config.fundName) }, worker("books"));
    process.stdout.write(printBooks(books));
    if (books.findings.length > 0) process.exitCode = 1;
  } finally {
    await close();
  }
} catch (error) {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
