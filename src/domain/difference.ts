import { type Account, accounts } from "./ledger.ts";

/** Accounts a person may book an unexplained sum to: none whose balance is somebody else's by another rule. */
export const RESOLUTION_ACCOUNTS = [
  accounts.general,
  accounts.reserve,
  accounts.processorFees,
  accounts.losses,
] as const;

/** What the first person proposes and the second one carries out (R2). `reason` moves nothing: it stands by its words. */
export type Resolution =
  | { readonly kind: "reason" }
  /** A charge held for its amount goes back to its donor (S4). */
  | { readonly kind: "refund" }
  | { readonly kind: "account"; readonly account: Account }
  | { readonly kind: "pot"; readonly potId: string }
  | { readonly kind: "disbursement"; readonly disbursementId: string }
  | { readonly kind: "withdrawal"; readonly withdrawalId: string }
  | { readonly kind: "payout"; readonly payoutId: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads `reason`, `refund`, `account:<code>`, `pot:<id>`, `disbursement:<id>`, `withdrawal:<id>` or `payout:<id>`; undefined for anything else. */
export function parseResolution(text: string): Resolution | undefined {
  if (text === "reason" || text === "refund") return { kind: text };
  const [, kind, value = ""] = /^(account|pot|disbursement|withdrawal|payout):(.+)$/.exec(text) ?? [];
  switch (kind) {
    case "account": {
      const account = RESOLUTION_ACCOUNTS.find((known) => known === value);
      return account === undefined ? undefined : { kind, account };
    }
    case "pot":
      return UUID.test(value) ? { kind, potId: value } : undefined;
    case "disbursement":
      return UUID.test(value) ? { kind, disbursementId: value } : undefined;
    case "withdrawal":
      return UUID.test(value) ? { kind, withdrawalId: value } : undefined;
    case "payout":
      return /^\w{1,100}$/.test(value) ? { kind, payoutId: value } : undefined;
    default:
      return undefined;
  }
}

/** Which resolutions a difference of this kind can have. A donor's money that is held is never explained away (S4). */
export function isResolutionFor(differenceKind: string, resolution: Resolution): boolean {
  switch (resolution.kind) {
    case "reason":
      return differenceKind !== "pledge-amount";
    case "refund":
      return differenceKind === "pledge-amount";
    case "account":
      return ["bank-line", "bank-balance", "stripe-transaction", "refund-failed"].includes(differenceKind);
    case "pot":
    case "disbursement":
    case "withdrawal":
    case "payout":
      return differenceKind === "bank-line";
  }
}

export type DifferenceState = {
  readonly state: string;
  readonly explainedBy: string | null;
};

export type Closing =
  | { readonly kind: "close" }
  | { readonly kind: "refused"; readonly reason: "state" | "second-person" };

/** Closed by a second person, once a first one wrote down why (R2). */
export function decideClosing(difference: DifferenceState, userId: string): Closing {
  if (difference.state !== "explained") return { kind: "refused", reason: "state" };
  return difference.explainedBy === userId ? { kind: "refused", reason: "second-person" } : { kind: "close" };
}
