/** Chart of accounts and the shape of entries (L1, L2). The table `account_kinds` mirrors `ACCOUNT_KINDS`. */

export type AccountClass = "asset" | "liability" | "own_funds" | "cost";

/** `bounded`: never below zero on its normal side; held by a CHECK (L3). */
export const ACCOUNT_KINDS = {
  stripe: { class: "asset", normalSide: "debit", bounded: false },
  "stripe:in-transit": { class: "asset", normalSide: "debit", bounded: false },
  bank: { class: "asset", normalSide: "debit", bounded: false },
  "bank:outgoing": { class: "asset", normalSide: "debit", bounded: false },
  "receivable:partner": { class: "asset", normalSide: "debit", bounded: true },
  "receivable:campaign": { class: "asset", normalSide: "debit", bounded: true },
  disputed: { class: "asset", normalSide: "debit", bounded: true },
  "gifts:campaign": { class: "liability", normalSide: "credit", bounded: true },
  "match:campaign": { class: "liability", normalSide: "credit", bounded: true },
  "pot:partner": { class: "liability", normalSide: "credit", bounded: true },
  grant: { class: "liability", normalSide: "credit", bounded: true },
  "refunds-due": { class: "liability", normalSide: "credit", bounded: true },
  suspense: { class: "liability", normalSide: "credit", bounded: false },
  "fund:general": { class: "own_funds", normalSide: "credit", bounded: true },
  "fund:committed": { class: "own_funds", normalSide: "credit", bounded: true },
  "fund:reserve": { class: "own_funds", normalSide: "credit", bounded: true },
  "fund:tips": { class: "own_funds", normalSide: "credit", bounded: true },
  "fees:processor": { class: "cost", normalSide: "debit", bounded: false },
  "fees:dispute": { class: "cost", normalSide: "debit", bounded: false },
  losses: { class: "cost", normalSide: "debit", bounded: false },
} as const satisfies Record<string, { class: AccountClass; normalSide: "debit" | "credit"; bounded: boolean }>;

/** An account code: a kind, followed by its owner's id where it has one. */
export type Account = string & { readonly account: true };

const single = (kind: keyof typeof ACCOUNT_KINDS) => kind as string as Account;
const owned = (kind: keyof typeof ACCOUNT_KINDS) => (ownerId: string) => `${kind}:${ownerId}` as Account;

export const accounts = {
  stripe: single("stripe"),
  stripeInTransit: single("stripe:in-transit"),
  bank: single("bank"),
  bankOutgoing: single("bank:outgoing"),
  disputed: single("disputed"),
  refundsDue: single("refunds-due"),
  suspense: single("suspense"),
  general: single("fund:general"),
  /** `ownerId` is the application's id: money a committee granted, until it joins a grant. */
  committed: owned("fund:committed"),
  reserve: single("fund:reserve"),
  tips: single("fund:tips"),
  processorFees: single("fees:processor"),
  disputeFees: single("fees:dispute"),
  losses: single("losses"),
  /** `ownerId` is the pot's id: a partner may have several pots. */
  pot: owned("pot:partner"),
  gifts: owned("gifts:campaign"),
  matches: owned("match:campaign"),
  grant: owned("grant"),
  campaignReceivable: owned("receivable:campaign"),
  partnerReceivable: owned("receivable:partner"),
} as const;

/** One line of an entry; debit positive, credit negative, in euro cents. */
export type Posting = { readonly account: Account; readonly amountCents: bigint };

export const debit = (account: Account, amountCents: bigint): Posting => ({ account, amountCents });
export const credit = (account: Account, amountCents: bigint): Posting => ({ account, amountCents: -amountCents });

/** Moves an amount out of the first account into the second: one debit, one credit. Zero moves nothing. */
export const move = (debited: Account, credited: Account, amountCents: bigint): readonly Posting[] =>
  amountCents === 0n ? [] : [debit(debited, amountCents), credit(credited, amountCents)];

/** Lines on the same account joined, lines of zero dropped. */
export function consolidate(postings: readonly Posting[]): readonly Posting[] {
  const sums = new Map<Account, bigint>();
  for (const { account, amountCents } of postings) sums.set(account, (sums.get(account) ?? 0n) + amountCents);
  return [...sums].filter(([, sum]) => sum !== 0n).map(([account, amountCents]) => ({ account, amountCents }));
}

/** Whether at least two lines sum to zero (L1). */
export const isBalanced = (postings: readonly Posting[]): boolean =>
  postings.length >= 2 && postings.reduce((sum, p) => sum + p.amountCents, 0n) === 0n;
