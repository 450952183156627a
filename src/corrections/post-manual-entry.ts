import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { postgresError } from "../db/postgres-errors.ts";
import type { Actor } from "../domain/actor.ts";
import { type Account, accounts, type Posting } from "../domain/ledger.ts";
import {
  decideCorrection,
  decideTransfer,
  REPLACEMENT_KIND,
  REVERSAL_KIND,
  TRANSFER_KIND,
} from "../domain/manual-entry.ts";
import { InvariantViolation } from "../errors.ts";
import { signedBalanceOf } from "../ledger/balances.ts";
import { spendableOf } from "../ledger/free-reserve.ts";
import { type PostedEntry, postEntry } from "../ledger/post-entry.ts";
import { readEntry } from "../ledger/queries.ts";
import type { ManualEntryRow } from "./decide-entry.ts";
import { correctionRefused, notEnoughNow, transferRefused } from "./messages.ts";

/** Posts what was proposed, in the proposer's name with the confirmer as second person; answers the first entry's id. */
export const postManualEntry = (tx: Transaction, fundId: string, confirmer: Actor, proposal: ManualEntryRow) =>
  proposal.kind === "correction" ? postCorrection(tx, fundId, confirmer, proposal) : postTransfer(tx, fundId, proposal);

async function postCorrection(tx: Transaction, fundId: string, approvedBy: Actor, proposal: ManualEntryRow) {
  const entry = await readEntry(tx, fundId, proposal.reversesId ?? "");
  if (entry === undefined) throw new InvariantViolation(`correction ${proposal.id} of no entry`);
  const decision = decideCorrection(entry, (proposal.toAccount ?? undefined) as Account | undefined);
  if (decision.kind === "refused") throw correctionRefused(decision.reason);
  await checkReserve(tx, fundId, [...decision.reversal, ...decision.replacement]);
  const author = { kind: "user", userId: proposal.proposedBy } as const;
  const common = { occurredAt: await fundNow(tx), source: entry.source };
  const reversal = await covered(
    postEntry(tx, fundId, author, {
      ...common,
      key: `entry:${entry.id}:reversed`,
      kind: REVERSAL_KIND,
      postings: decision.reversal,
      correction: { reversesId: entry.id, reason: proposal.reason, approvedBy },
    }),
  );
  if (decision.replacement.length > 0)
    await covered(
      postEntry(tx, fundId, author, {
        ...common,
        key: `entry:${entry.id}:corrected`,
        kind: REPLACEMENT_KIND,
        postings: decision.replacement,
      }),
    );
  return reversal.entryId;
}

async function postTransfer(tx: Transaction, fundId: string, { id, ...proposal }: ManualEntryRow): Promise<string> {
  const transfer = {
    fromAccount: (proposal.fromAccount ?? "") as Account,
    toAccount: (proposal.toAccount ?? "") as Account,
    amountCents: proposal.amountCents ?? 0n,
  };
  const decision = decideTransfer(transfer, {
    fromCents: await spendableOf(tx, fundId, transfer.fromAccount),
    toCents: await signedBalanceOf(tx, fundId, transfer.toAccount),
  });
  if (decision.kind === "refused") throw transferRefused(decision.reason);
  const { entryId } = await covered(
    postEntry(
      tx,
      fundId,
      { kind: "user", userId: proposal.proposedBy },
      {
        key: `manual-entry:${id}`,
        kind: TRANSFER_KIND,
        occurredAt: await fundNow(tx),
        source: `manual-entry:${id}`,
        postings: decision.postings,
      },
    ),
  );
  return entryId;
}

/** The ledger holds no account below zero (L3); what the reserve stands for must stay in it, too (F2). */
async function checkReserve(tx: Transaction, fundId: string, postings: readonly Posting[]): Promise<void> {
  const ofReserve = postings.filter(({ account }) => account === accounts.reserve);
  const takenCents = ofReserve.reduce((sum, { amountCents }) => sum + amountCents, 0n);
  if (takenCents > 0n && takenCents > (await spendableOf(tx, fundId, accounts.reserve))) throw notEnoughNow();
}

/** Own money that is not there: said to the person, as the ledger refuses it (L3). */
const covered = (posting: Promise<PostedEntry>): Promise<PostedEntry> =>
  posting.catch((error: unknown) => {
    throw postgresError(error)?.constraint === "accounts_bounded_never_below_zero" ? notEnoughNow() : error;
  });
