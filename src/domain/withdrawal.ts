import { accounts, move, type Posting } from "./ledger.ts";
import type { Cents } from "./money.ts";

/** What two people approve of a withdrawal (D4). `accountFingerprint` is the keyed hash of the partner's IBAN. */
export type WithdrawalContent = {
  readonly amountCents: Cents;
  readonly potId: string;
  readonly partnerId: string;
  readonly accountFingerprint: string;
  readonly reason: string;
};

/** The content as one text, the same for the same content whoever writes it: what the hash is taken of (D4). */
export const canonicalWithdrawal = (content: WithdrawalContent): string =>
  JSON.stringify({
    accountFingerprint: content.accountFingerprint,
    amountCents: content.amountCents.toString(),
    partnerId: content.partnerId,
    potId: content.potId,
    reason: content.reason.normalize("NFC"),
  });

/** Ordered: the pot holds it no more, it is on its way out of the bank (D8). */
export const withdrawalOrdered = (potId: string, amountCents: Cents): readonly Posting[] =>
  move(accounts.pot(potId), accounts.bankOutgoing, amountCents);

/** Taken back before it left the bank. */
export const withdrawalUndone = (potId: string, amountCents: Cents): readonly Posting[] =>
  move(accounts.bankOutgoing, accounts.pot(potId), amountCents);
