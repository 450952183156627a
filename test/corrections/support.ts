import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { differences } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { type Account, accounts, move, type Posting } from "../../src/domain/ledger.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { listEntries } from "../../src/ledger/queries.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { balance, camt, entry, statement } from "../banking/samples.ts";
import { aStaffMember } from "../support/grants.ts";

/** Money that arrived at the bank and that two people booked to an account of the fund; the entry that did so. */
export async function assignedAtTheBank(deps: Deps, euros: string, account: Account): Promise<string> {
  const paymaster = await aStaffMember(deps, "paymaster");
  const authoriser = await aStaffMember(deps, "authoriser");
  const xml = camt(statement(`${balance("OPBD", "0")}${balance("CLBD", euros)}${entry(euros)}`, `S${euros}`));
  await importBankStatement(deps, paymaster, { xml });
  const [difference] = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  const named = { differenceId: difference?.id ?? expect.fail("no difference"), resolution: `account:${account}` };
  await explainDifference(deps, paymaster, { ...named, reason: "Don reçu à la banque" });
  await closeDifference(deps, authoriser, named);
  const { items } = await listEntries(deps, worker("test"), { limit: 50 });
  return items.find(({ kind }) => kind === "bank_line_assigned")?.id ?? expect.fail("nothing was assigned");
}

export const post = (deps: Deps, kind: string, postings: readonly Posting[]) =>
  inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: `test:${kind}:${postings.map((one) => `${one.account}${one.amountCents}`).join()}`,
      kind,
      occurredAt: new Date("2026-06-01T10:00:00Z"),
      source: "test",
      postings,
    }),
  );

/** Own money and costs, as if they had come that way. */
export const endow = (deps: Deps, account: Account, amountCents: bigint) =>
  post(deps, "test_endowed", move(accounts.bank, account, amountCents));

export const balances = async (deps: Deps) =>
  Object.fromEntries((await listBalances(deps.db, deps.fundId)).map((one) => [one.account, one.balanceCents]));
