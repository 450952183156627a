import { RESOLUTION_ACCOUNTS } from "./difference.ts";
import { type Account, accounts, consolidate, move, type Posting } from "./ledger.ts";

/** The fund's own money: what a transfer may take from. */
export const OWN_FUNDS = [accounts.general, accounts.reserve, accounts.tips] as const;

/** Own money and own costs: nothing here is owed to anybody, so that people may move it. */
export const OWN_ACCOUNTS = [...OWN_FUNDS, accounts.processorFees, accounts.disputeFees, accounts.losses] as const;

export const TRANSFER_KIND = "fund_transfer";
export const REVERSAL_KIND = "entry_reversed";
export const REPLACEMENT_KIND = "entry_corrected";

/**
 * Entries that two people may correct (L4): those a person chose the account of. What belongs to a gift, a match, a
 * grant or a payment is undone by its own act (refund, return, cancellation), which changes its state with its money.
 */
const CORRECTABLE_KINDS: ReadonlySet<string> = new Set([
  "bank_line_assigned",
  "stripe_transaction_assigned",
  "bank_balance_adjusted",
  TRANSFER_KIND,
  REPLACEMENT_KIND,
]);

/** Where the other side of such an entry stands: its money came from there and stays accounted for there. */
const COUNTERPARTS: ReadonlySet<Account> = new Set([accounts.suspense, accounts.bank]);

const isOwn = (account: Account): boolean => OWN_ACCOUNTS.some((own) => own === account);

export type JournalEntryFacts = {
  readonly kind: string;
  readonly isReversed: boolean;
  readonly postings: readonly Posting[];
};

export type Correction =
  | { readonly kind: "correct"; readonly reversal: readonly Posting[]; readonly replacement: readonly Posting[] }
  | {
      readonly kind: "refused";
      readonly reason: "reversed" | "kind" | "account-needed" | "no-account" | "same-account";
    };

/**
 * L4: the lines that reverse an entry, and those that put its money where it belongs instead. After both, only own
 * accounts have changed. A transfer is undone and, where needed, made anew.
 */
export function decideCorrection(entry: JournalEntryFacts, toAccount: Account | undefined): Correction {
  const refused = (reason: Extract<Correction, { kind: "refused" }>["reason"]): Correction => ({
    kind: "refused",
    reason,
  });
  if (entry.isReversed) return refused("reversed");
  if (!isCorrectable(entry)) return refused("kind");
  const reversal = entry.postings.map(({ account, amountCents }) => ({ account, amountCents: -amountCents }));
  if (isTransfer(entry))
    return toAccount === undefined ? { kind: "correct", reversal, replacement: [] } : refused("no-account");
  if (toAccount === undefined) return refused("account-needed");
  const replacement = entry.postings.map((one) => (isOwn(one.account) ? { ...one, account: toAccount } : one));
  if (entry.postings.some(({ account }) => account === toAccount)) return refused("same-account");
  return { kind: "correct", reversal, replacement: consolidate(replacement) };
}

const isTransfer = ({ postings }: Pick<JournalEntryFacts, "postings">): boolean =>
  postings.every(({ account }) => isOwn(account));

/** Whether an entry is of a kind that people may correct. */
export const isCorrectable = ({ kind, postings }: Pick<JournalEntryFacts, "kind" | "postings">): boolean =>
  CORRECTABLE_KINDS.has(kind) &&
  postings.some(({ account }) => isOwn(account)) &&
  postings.every(({ account }) => isOwn(account) || COUNTERPARTS.has(account));

/** Where the money of an entry may belong instead: what a difference could have been booked to (R2). */
export const accountsInstead = (entry: Pick<JournalEntryFacts, "postings">): readonly Account[] =>
  isTransfer(entry)
    ? []
    : RESOLUTION_ACCOUNTS.filter((account) => entry.postings.every((one) => one.account !== account));

/** Cents on the way from own money to own money, or to a cost that it covers. */
export type Transfer = { readonly fromAccount: Account; readonly toAccount: Account; readonly amountCents: bigint };

export type TransferDecision =
  | { readonly kind: "transfer"; readonly postings: readonly Posting[] }
  | { readonly kind: "refused"; readonly reason: "same-account" | "not-enough" | "no-such-cost" };

/** Balances on each account's normal side: a cost is covered up to what was spent, own money given up to what is there. */
export function decideTransfer(
  { fromAccount, toAccount, amountCents }: Transfer,
  balances: { readonly fromCents: bigint; readonly toCents: bigint },
): TransferDecision {
  if (fromAccount === toAccount) return { kind: "refused", reason: "same-account" };
  if (balances.fromCents < amountCents) return { kind: "refused", reason: "not-enough" };
  const isCost = !OWN_FUNDS.some((own) => own === toAccount);
  if (isCost && balances.toCents < amountCents) return { kind: "refused", reason: "no-such-cost" };
  return { kind: "transfer", postings: move(fromAccount, toAccount, amountCents) };
}

export type EntryState = "proposed" | "confirmed" | "refused" | "withdrawn";

export type Decision =
  | { readonly kind: "decide" }
  | { readonly kind: "refused"; readonly reason: "state" | "second-person" | "proposer" };

/** L4: another person than who proposed it confirms or refuses it; only who proposed it withdraws it. */
export function decideEntry(
  proposal: { readonly state: EntryState; readonly proposedBy: string },
  userId: string,
  to: Exclude<EntryState, "proposed">,
): Decision {
  if (proposal.state !== "proposed") return { kind: "refused", reason: "state" };
  const isProposer = proposal.proposedBy === userId;
  if (to === "withdrawn") return isProposer ? { kind: "decide" } : { kind: "refused", reason: "proposer" };
  return isProposer ? { kind: "refused", reason: "second-person" } : { kind: "decide" };
}
