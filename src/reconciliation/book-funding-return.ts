import type { Transaction } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type BankMeaning, fundingReturnPostings } from "../domain/bank-line.ts";
import { type Account, accounts } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { restReference, returnFunding, takenBy } from "../pots/return-funding.ts";
import { bookedAt, markBooked, type StoredLine } from "./bank-line-state.ts";
import { resolutionNotPossible } from "./messages.ts";
import { openDifference } from "./open-difference.ts";

type Returned = Extract<BankMeaning, { kind: "pot-funding-returned" }>;

/**
 * Books a transfer that the partner's bank took back. Told by the statement, the pot gives what it has free and a
 * difference stands for the rest; carried out by a person, the pot must have the whole of what is still open.
 */
export async function bookFundingReturn(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  line: StoredLine,
  { potId, fundingId }: Returned,
  from: Account,
): Promise<string> {
  const isFirst = from === accounts.bank;
  const amountCents = cents(-line.amountCents);
  const isRest = !isFirst && (await takenBy(tx, deps.fundId, line.id)) > 0n;
  const reference = isRest ? restReference(line.id) : line.id;
  const taken = await returnFunding(tx, deps, actor, { potId, fundingId, amountCents, reference });
  const rest = amountCents - taken;
  if (!isFirst && rest > 0n) throw resolutionNotPossible();
  const key = rest > 0n ? `bank:${line.id}:suspense` : `bank:${line.id}:booked`;
  const { entryId } = await postEntry(tx, deps.fundId, actor, {
    key,
    kind: "bank_pot_funding_returned",
    occurredAt: bookedAt(line),
    source: `bank-line:${line.id}`,
    postings: fundingReturnPostings(potId, from, taken, rest),
  });
  if (rest === 0n) {
    await markBooked(tx, deps.fundId, line, key);
    return entryId;
  }
  await openDifference(tx, deps.fundId, actor, {
    kind: "bank-line",
    subject: `bank-line:${line.id}`,
    amountCents: -rest,
    proposedCause: "pot-funding-spent",
  });
  return entryId;
}
