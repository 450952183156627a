import type { Actor } from "./actor.ts";
import { type Account, accounts } from "./ledger.ts";
import { permits } from "./permissions.ts";

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
  /** Money that waits at Stripe outside our balance goes back to the bank it came from. */
  | { readonly kind: "return" }
  /** One bank line for several things, whose amounts sum to it. */
  | { readonly kind: "split"; readonly parts: readonly SplitPart[] }
  | Destination;

/** Where money of a line can belong. */
export type Destination =
  | { readonly kind: "account"; readonly account: Account }
  | { readonly kind: "pot"; readonly potId: string }
  | { readonly kind: "disbursement"; readonly disbursementId: string }
  | { readonly kind: "withdrawal"; readonly withdrawalId: string }
  /** The holder of this grant gives back what its project owes, or a part of it (F2). */
  | { readonly kind: "repayment"; readonly grantId: string }
  | { readonly kind: "payout"; readonly payoutId: string };

/** `amountCents` is positive: its direction is that of the line. */
export type SplitPart = { readonly amountCents: bigint; readonly text: string; readonly to: Destination };

export const MOST_PARTS = 20;

/** A split as `parseResolution` reads it: `split:5000=pot:<id>;200=account:fund:general`. */
export const splitText = (parts: readonly { readonly amountCents: bigint; readonly text: string }[]): string =>
  `split:${parts.map(({ amountCents, text }) => `${amountCents}=${text}`).join(";")}`;

export type SplitRefusal = "sum" | "payouts" | "debited-pot";

/** Why a line of this signed amount cannot be split so; undefined where it can. */
export function splitRefusal(lineCents: bigint, parts: readonly SplitPart[]): SplitRefusal | undefined {
  const size = lineCents < 0n ? -lineCents : lineCents;
  if (parts.reduce((sum, part) => sum + part.amountCents, 0n) !== size) return "sum";
  // Stripe sends each payout for itself, and a receipt that goes back has a line of its own.
  if (parts.filter(({ to }) => to.kind === "payout").length > 1) return "payouts";
  return lineCents < 0n && parts.some(({ to }) => to.kind === "pot") ? "debited-pot" : undefined;
}

function parseSplit(text: string): Resolution | undefined {
  const parts = text.split(";").map((part): SplitPart | undefined => {
    const [, amount, inner = ""] = /^([1-9]\d{0,14})=(.+)$/.exec(part) ?? [];
    const to = parseResolution(inner);
    if (
      amount === undefined ||
      to === undefined ||
      to.kind === "split" ||
      to.kind === "reason" ||
      to.kind === "refund" ||
      to.kind === "return"
    )
      return undefined;
    return { amountCents: BigInt(amount), text: inner, to };
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length !== parts.length || known.length < 2 || known.length > MOST_PARTS) return undefined;
  return { kind: "split", parts: known };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads `reason`, `refund`, `return`, `account:<code>`, `pot:<id>`, `disbursement:<id>`, `withdrawal:<id>`, `repayment:<grant id>`, `payout:<id>` or a split; undefined for anything else. */
export function parseResolution(text: string): Resolution | undefined {
  if (text === "reason" || text === "refund" || text === "return") return { kind: text };
  if (text.startsWith("split:")) return parseSplit(text.slice("split:".length));
  const [, kind, value = ""] = /^(account|pot|disbursement|withdrawal|repayment|payout):(.+)$/.exec(text) ?? [];
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
    case "repayment":
      return UUID.test(value) ? { kind, grantId: value } : undefined;
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
    case "return":
      return differenceKind === "stripe-cash";
    case "account":
      return ["bank-line", "bank-balance", "stripe-transaction", "refund-failed"].includes(differenceKind);
    case "pot":
      return differenceKind === "bank-line" || differenceKind === "stripe-cash";
    case "disbursement":
    case "withdrawal":
    case "repayment":
    case "payout":
    case "split":
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

/** What is known around a difference, by which a person would guess where it comes from. */
export type DifferenceShape = {
  readonly kind: string;
  /** The code under which it was opened. */
  readonly proposedCause: string;
  readonly amountCents: bigint;
  readonly ageDays: number;
  /** Stripe's fee on the line it is about; 0 where it is about none. */
  readonly feeCents: bigint;
  /** Whether what moved is a gift, refund or payment this fund knows. */
  readonly isOfOurs: boolean;
  /** Whether Stripe ever told of what moved. */
  readonly isHeard: boolean;
  /** Whether the same thing moved by the same amount once before, and ties. */
  readonly hasTwin: boolean;
  /** Whether another open difference of the same size goes the other way. */
  readonly hasOpposite: boolean;
};

export type LikelyCause =
  | "timing"
  | "fee"
  | "duplicate"
  | "missing-event"
  | "outside-the-application"
  | "wrong-amount"
  | "unknown-category"
  | "two-of-one"
  | "look-closer";

const ABOUT_STRIPE = new Set(["stripe-transaction", "stripe-entry"]);
const WAITS_FOR_THE_OTHER_SIDE = new Set(["payout-missing", "transaction-missing", "entry-missing"]);

/** Where a difference most likely comes from, by its shape alone; the surest sign first. A person decides (R2). */
export function likelyCause(shape: DifferenceShape): LikelyCause {
  const { kind, proposedCause, amountCents, feeCents } = shape;
  if (proposedCause === "category-unknown") return "unknown-category";
  if (shape.hasTwin || proposedCause === "seen-already") return "duplicate";
  if (shape.hasOpposite) return "two-of-one";
  if (feeCents !== 0n && (amountCents === feeCents || amountCents === -feeCents)) return "fee";
  if (proposedCause.endsWith("amount-differs")) return "wrong-amount";
  if (WAITS_FOR_THE_OTHER_SIDE.has(proposedCause) && shape.ageDays < 2) return "timing";
  if (ABOUT_STRIPE.has(kind) && shape.isOfOurs) return "missing-event";
  if (proposedCause === "entry-missing" && !shape.isHeard) return "outside-the-application";
  return "look-closer";
}

/** A difference should be settled within the week. */
export const LATE_AFTER_DAYS = 7;

/** How pressing a difference is by its age in days. */
export const urgencyOf = (ageDays: number): "fresh" | "waiting" | "late" =>
  ageDays < 2 ? "fresh" : ageDays < LATE_AFTER_DAYS ? "waiting" : "late";

/** Who explains or closes differences, and so may be in charge of one. */
export const worksOnDifferences = (actor: Actor): boolean =>
  permits(actor, "difference.explain") || permits(actor, "difference.close");
