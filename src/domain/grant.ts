import { type Account, accounts, credit, debit, type Posting } from "./ledger.ts";
import { type Cents, cents, floorShare, minCents, remaining } from "./money.ts";

/** What a campaign that succeeded brought together, in euro cents (D1). */
export type GrantParts = {
  readonly giftsCents: Cents;
  readonly matchesCents: Cents;
  readonly topUpCents: Cents;
  /** Awards of the committee that join the grant, each on its own account. */
  readonly awards?: readonly { readonly applicationId: string; readonly amountCents: Cents }[];
};

export type GrantShares = { readonly amountCents: Cents; readonly feeCents: Cents };

/**
 * The grant and the fund's declared fee: the floor of the gifts' share in basis points, the rest to the project (D1, A3).
 * Matches and the fund's own share bear no fee: a match pays the project only (M16).
 */
export function grantShares(parts: GrantParts, declaredFeeBps: number): GrantShares {
  const awards = (parts.awards ?? []).reduce((total, { amountCents }) => total + amountCents, 0n);
  const sum = cents(parts.giftsCents + parts.matchesCents + parts.topUpCents + awards);
  const feeCents = floorShare(parts.giftsCents, BigInt(declaredFeeBps), 10_000n);
  return { amountCents: cents(sum - feeCents), feeCents };
}

/** What a holder was paid and owes back stands under its campaign, or under its grant where there is no campaign (F2). */
export const owedBackOf = (grant: { readonly id: string; readonly campaignId: string | null }): Account =>
  accounts.campaignReceivable(grant.campaignId ?? grant.id);

/** Gifts, matches and the reserve's share become one payable, less the declared fee (D1). */
export function grantPostings(
  ids: { readonly campaignId: string; readonly grantId: string },
  parts: GrantParts,
  { amountCents, feeCents }: GrantShares,
): readonly Posting[] {
  return [
    debit(accounts.gifts(ids.campaignId), parts.giftsCents),
    debit(accounts.matches(ids.campaignId), parts.matchesCents),
    debit(accounts.reserve, parts.topUpCents),
    ...(parts.awards ?? []).map((award) => debit(accounts.committed(award.applicationId), award.amountCents)),
    credit(accounts.grant(ids.grantId), amountCents),
    credit(accounts.general, feeCents),
  ].filter((posting) => posting.amountCents !== 0n);
}

/** A grant's money as the table and the ledger tell it, in euro cents. */
export type GrantMoney = {
  /** As granted, less what refunds took back since (F2). */
  readonly amountCents: Cents;
  /** Requested, authorised, ordered or sent, and not yet paid. */
  readonly engagedCents: Cents;
  readonly paidCents: Cents;
  /** The part of `engagedCents` that still stands on the ledger account `grant:<id>`: asked for and not sent. */
  readonly unsentCents: Cents;
  /** Balance of the ledger account `grant:<id>`. */
  readonly payableCents: Cents;
  /** Gifts under dispute, with the matches behind them (F4), and what an amendment adds that is not signed yet (D3). */
  readonly frozenCents: Cents;
  /** What the project was paid and owes back (F2). */
  readonly owedBackCents: Cents;
};

/** What nobody has asked for yet: bounded by the grant and by what the ledger still owes. */
export function undisbursedCents(grant: Omit<GrantMoney, "frozenCents" | "owedBackCents">): Cents {
  const byGrant = remaining(grant.amountCents, cents(grant.engagedCents + grant.paidCents));
  return minCents(byGrant, remaining(grant.payableCents, grant.unsentCents));
}

/** What may still be asked for: undisputed, and not owed back (D7). */
export const availableCents = (grant: GrantMoney): Cents =>
  remaining(undisbursedCents(grant), cents(grant.frozenCents + grant.owedBackCents));

export type Signature =
  | { readonly kind: "sign" }
  | { readonly kind: "signed-already" }
  | { readonly kind: "refused"; readonly reason: SignatureObstacle };
export type SignatureObstacle = "text-changed" | "holder-first" | "holder-text-changed" | "second-person" | "complete";

export type SigningState = {
  readonly signer: { readonly userId: string; readonly belongsToHolder: boolean };
  /** Hash of the text the signer had before them, of the text as it reads now, and as the holder signed it. */
  readonly seenHash: string;
  readonly currentHash: string;
  readonly signedHash: string | null;
  readonly holderSignedBy: string | null;
  readonly fundSignedBy: string | null;
};

/** The holder signs first; again where the text changed since and the fund has not signed. */
export function decideHolderSignature(state: SigningState): Signature {
  if (state.fundSignedBy !== null)
    return { kind: state.holderSignedBy === state.signer.userId ? "signed-already" : "refused", reason: "complete" };
  if (state.seenHash !== state.currentHash) return { kind: "refused", reason: "text-changed" };
  return state.signedHash === state.currentHash ? { kind: "signed-already" } : { kind: "sign" };
}

/** The fund signs the very text the holder signed, by a second person who is none of the holder's. */
export function decideFundSignature(state: SigningState): Signature {
  if (state.fundSignedBy === state.signer.userId) return { kind: "signed-already" };
  if (state.fundSignedBy !== null) return { kind: "refused", reason: "complete" };
  if (state.holderSignedBy === null) return { kind: "refused", reason: "holder-first" };
  if (state.holderSignedBy === state.signer.userId || state.signer.belongsToHolder) {
    return { kind: "refused", reason: "second-person" };
  }
  if (state.seenHash !== state.currentHash) return { kind: "refused", reason: "text-changed" };
  return state.signedHash === state.currentHash ? { kind: "sign" } : { kind: "refused", reason: "holder-text-changed" };
}
